#include "wake.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "device.h"

static int reading = -1;
static atomic_int writing = -1;
static atomic_uint pending;
// Whether a byte is on its way. Set before the write and cleared after the read, so that none is lost.
static atomic_bool is_written;
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

static int make_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int terminal_wake_open(void) {
  pthread_mutex_lock(&opening);
  int result = reading;
  if (result < 0) {
    int ends[2];
    if (terminal_pipe(ends) < 0) {
      result = -errno;
    } else if (make_nonblocking(ends[0]) < 0 || make_nonblocking(ends[1]) < 0) {
      result = -errno;
      close(ends[0]);
      close(ends[1]);
    } else {
      result = reading = ends[0];
      atomic_store(&writing, ends[1]);
    }
  }
  pthread_mutex_unlock(&opening);
  return result;
}

void terminal_wake(uint32_t bits) {
  int saved = errno;
  if (bits) atomic_fetch_or(&pending, bits);
  int descriptor = atomic_load(&writing);
  if (descriptor >= 0 && !atomic_exchange(&is_written, true)) {
    // A full pipe wakes as well as one more byte would.
    while (write(descriptor, "", 1) < 0 && errno == EINTR) {}
  }
  errno = saved;
}

void terminal_wake_drain(void) {
  char bytes[64];
  ssize_t count;
  do {
    count = read(reading, bytes, sizeof bytes);
  } while (count > 0 || (count < 0 && errno == EINTR));
  atomic_store(&is_written, false);
}

uint32_t terminal_wake_take(void) { return atomic_exchange(&pending, 0); }

uint32_t terminal_wake_peek(void) { return atomic_load(&pending); }

void terminal_wake_clear(uint32_t bits) { atomic_fetch_and(&pending, ~bits); }
