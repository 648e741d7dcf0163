// What a database throws: each kind says what is known about the write.
#pragma once

#include <stdexcept>

namespace radslag::storage {

/// The outcome of a write is unknown: an fsync or a commit failed. Never to be taken for "no". The database refuses all further work, the
/// process must stop, and what asks again after the restart asks with the same key.
struct StorageFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The file as found cannot be used (a newer version, another program's file, in use elsewhere, damaged): a sentence for a person.
struct StorageUnusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process has the file open: wait for it, or stop it.
struct StorageInUse : StorageUnusable {
  using StorageUnusable::StorageUnusable;
};

/// Surely nothing was written: no space, a size limit, or another program holds the file. The same work may be tried again later.
struct NothingWritten : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace radslag::storage
