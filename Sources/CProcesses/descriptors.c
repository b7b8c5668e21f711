#define _GNU_SOURCE
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

int process_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
#else
  // What is started meanwhile by `process_spawn` gets no descriptor that is not named there.
  if (pipe(ends) < 0) return -errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int process_set_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

ssize_t process_read(int descriptor, void *bytes, size_t capacity) {
  ssize_t count;
  do {
    count = read(descriptor, bytes, capacity);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  return count;
}

ssize_t process_write(int descriptor, const void *bytes, size_t count) {
  // The signal goes to the thread that wrote: blocked here and taken back, nobody else sees it.
  sigset_t broken, before, pending;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  ssize_t written;
  do {
    written = write(descriptor, bytes, count);
  } while (written < 0 && errno == EINTR);
  int error = errno;
  if (written < 0 && error == EPIPE && !was_pending) {
#ifdef __linux__
    struct timespec now = {0};
    while (sigtimedwait(&broken, NULL, &now) < 0 && errno == EINTR) {}
#else
    int number;
    sigpending(&pending);
    if (sigismember(&pending, SIGPIPE) == 1) sigwait(&broken, &number);
#endif
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (written < 0) return error == EWOULDBLOCK ? -EAGAIN : -error;
  return written;
}

void process_close_from(int first) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor < (limit > 0 && limit < 65536 ? limit : 65536); descriptor++) {
    close(descriptor);
  }
}

void process_close(int descriptor) { close(descriptor); }

const char *process_error_reason(int number, char *buffer, size_t capacity) {
#if defined(__GLIBC__)
  return strerror_r(number, buffer, capacity);
#else
  return strerror_r(number, buffer, capacity) == 0 ? buffer : "unknown error";
#endif
}
