#define _GNU_SOURCE
#include "standard_error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "device.h"

enum { REPLAY_LIMIT = 256 * 1024, KEPT_LIMIT = 4 * 1024 * 1024 };

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

// Reads what stands at an offset; 0 at the end.
static ssize_t read_at(int file, char *bytes, size_t capacity, off_t offset) {
  ssize_t count;
  do {
    count = pread(file, bytes, capacity, offset);
  } while (count < 0 && errno == EINTR);
  return count;
}

void terminal_standard_error_trim(void) {
  int file = atomic_load(&captured);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0 || status.st_size <= KEPT_LIMIT) return;
  char *kept = malloc(REPLAY_LIMIT);
  if (!kept) return;
  ssize_t count = read_at(file, kept, REPLAY_LIMIT, status.st_size - REPLAY_LIMIT);
  // What is written just now may be lost with the rest.
  if (count > 0 && ftruncate(file, 0) == 0) terminal_write_all(file, kept, (size_t)count, 500);
  free(kept);
}

void terminal_standard_error_release(int copy) {
  int file = atomic_exchange(&captured, -1);
  if (file < 0) return;
  int saved = errno;
  int kept = atomic_exchange(&original, -1);
  dup2(kept, STDERR_FILENO);
  off_t end = lseek(file, 0, SEEK_END);
  off_t offset = end > REPLAY_LIMIT ? end - REPLAY_LIMIT : 0;
  char bytes[4096];
  while (offset < end) {
    ssize_t count = read_at(file, bytes, sizeof bytes, offset);
    if (count <= 0) break;
    if (copy >= 0) terminal_write_all(copy, bytes, (size_t)count, 500);
    if (!terminal_write_all(STDERR_FILENO, bytes, (size_t)count, 500)) break;
    offset += count;
  }
  close(file);
  close(kept);
  errno = saved;
}
