#define _GNU_SOURCE
#include "standard_error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "device.h"

enum { REPLAY_LIMIT = 256 * 1024 };

static atomic_int captured = -1;
static atomic_int original = -1;

int terminal_standard_error_capture(void) {
  if (!isatty(STDERR_FILENO) || atomic_load(&captured) >= 0) return 0;
  int file = terminal_memory_file();
  if (file < 0) return file;
  int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept < 0 || dup2(file, STDERR_FILENO) < 0) {
    int error = -errno;
    if (kept >= 0) close(kept);
    close(file);
    return error;
  }
  // Children write to the same file; appending keeps them from writing over one another.
  fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_APPEND);
  atomic_store(&original, kept);
  atomic_store(&captured, file);
  return 0;
}

void terminal_standard_error_release(void) {
  int file = atomic_exchange(&captured, -1);
  if (file < 0) return;
  int saved = errno;
  int kept = atomic_exchange(&original, -1);
  dup2(kept, STDERR_FILENO);
  off_t end = lseek(file, 0, SEEK_END);
  off_t offset = end > REPLAY_LIMIT ? end - REPLAY_LIMIT : 0;
  char bytes[4096];
  while (offset < end) {
    ssize_t count = pread(file, bytes, sizeof bytes, offset);
    if (count <= 0 || !terminal_write_all(STDERR_FILENO, bytes, (size_t)count, 500)) break;
    offset += count;
  }
  close(file);
  close(kept);
  errno = saved;
}
