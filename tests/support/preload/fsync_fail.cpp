// LD_PRELOAD library: from the n-th call on, fsync and fdatasync fail with EIO, n = environment variable FSYNC_FAIL_AT (absent: never).
// Only calls for files whose path ends in FSYNC_FAIL_SUFFIX count (absent: all).
#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>

namespace {

std::atomic<int> calls{0};

std::string path_of(int descriptor) {
  char path[4096];
  const ssize_t n = ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof path);
  return n < 0 ? std::string() : std::string(path, static_cast<std::size_t>(n));
}

bool fails_now(int descriptor) {
  const char* at = std::getenv("FSYNC_FAIL_AT");
  if (!at) return false;
  const char* suffix = std::getenv("FSYNC_FAIL_SUFFIX");
  if (suffix && !path_of(descriptor).ends_with(suffix)) return false;
  return ++calls >= std::atoi(at);
}

int fail_or_pass(const char* name, int descriptor) {
  if (fails_now(descriptor)) {
    errno = EIO;
    return -1;
  }
  using Function = int (*)(int);
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name))(descriptor);
}

}  // namespace

extern "C" {
int fsync(int descriptor) { return fail_or_pass("fsync", descriptor); }
int fdatasync(int descriptor) { return fail_or_pass("fdatasync", descriptor); }
}
