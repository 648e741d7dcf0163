// LD_PRELOAD library: from the n-th call on, fsync and fdatasync fail with EIO, n = environment variable FSYNC_FAIL_AT (absent: never).
#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace {

std::atomic<int> calls{0};

bool fails_now() {
  const char* at = std::getenv("FSYNC_FAIL_AT");
  return at && ++calls >= std::atoi(at);
}

int fail_or_pass(const char* name, int descriptor) {
  if (fails_now()) {
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
