#define _GNU_SOURCE
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

int terminal_device_open(const char *path) {
  int device = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (device < 0) return -errno;
  if (!isatty(device)) {
    close(device);
    return -ENOTTY;
  }
  return device;
}

int terminal_device_open_controlling(void) {
  int result = terminal_device_open("/dev/tty");
  for (int standard = 0; result < 0 && standard <= 2; standard++) {
    char path[PATH_MAX];
    if (ttyname_r(standard, path, sizeof path) == 0) {
      int device = terminal_device_open(path);
      if (device >= 0) return device;
    }
  }
  return result;
}

int terminal_device_make_raw(int device, struct termios *found) {
  if (tcgetattr(device, found) < 0) return -errno;
  struct termios raw = *found;
  cfmakeraw(&raw);
  // With VMIN 0 a read of nothing would look like a hang-up.
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return tcsetattr(device, TCSANOW, &raw) < 0 ? -errno : 0;
}

void terminal_device_restore(int device, const struct termios *settings) {
  tcflush(device, TCIFLUSH);
  tcsetattr(device, TCSANOW, settings);
}

ssize_t terminal_device_read(int device, void *bytes, size_t capacity) {
  ssize_t count;
  do {
    count = read(device, bytes, capacity);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  return count;
}

ssize_t terminal_device_write(int device, const void *bytes, size_t count) {
  ssize_t written;
  do {
    written = write(device, bytes, count);
  } while (written < 0 && errno == EINTR);
  if (written < 0) return errno == EWOULDBLOCK ? -EAGAIN : -errno;
  return written;
}

bool terminal_device_size(int device, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(device, TIOCGWINSZ, &size) < 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool terminal_write_all(int descriptor, const void *bytes, size_t count, int milliseconds) {
  const char *next = bytes;
  int64_t end = milliseconds_now() + milliseconds;
  while (count > 0) {
    ssize_t written = write(descriptor, next, count);
    if (written > 0) {
      next += written;
      count -= (size_t)written;
    } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      int64_t left = end - milliseconds_now();
      struct pollfd waiting = {.fd = descriptor, .events = POLLOUT};
      if (left <= 0 || poll(&waiting, 1, (int)left) == 0) return false;
    } else if (written < 0 && errno != EINTR) {
      return false;
    }
  }
  return true;
}

int terminal_memory_file(void) {
#ifdef __linux__
  int file = memfd_create("terminal", MFD_CLOEXEC);
  if (file >= 0) return file;
#endif
  const char *folder = getenv("TMPDIR");
  char path[PATH_MAX];
  static const char name[] = "/terminal-XXXXXX";
  if (!folder || strlen(folder) + sizeof name > sizeof path) folder = "/tmp";
  strcpy(path, folder);
  strcat(path, name);
  int unnamed = mkstemp(path);
  if (unnamed < 0) return -errno;
  unlink(path);
  fcntl(unnamed, F_SETFD, FD_CLOEXEC);
  return unnamed;
}

int terminal_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) < 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

void terminal_close(int descriptor) { close(descriptor); }

const char *terminal_error_reason(int number, char *buffer, size_t capacity) {
#if defined(__GLIBC__)
  return strerror_r(number, buffer, capacity);
#else
  return strerror_r(number, buffer, capacity) == 0 ? buffer : "unknown error";
#endif
}
