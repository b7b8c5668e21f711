#define _GNU_SOURCE
#include "wait.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#ifdef __APPLE__
#include <sys/select.h>
#endif

#include "thread_stack.h"

#ifdef __APPLE__
// poll(2) does not work on terminals there; select(2) does.
unsigned terminal_wait(int wake, int device, bool for_output, int64_t nanoseconds) {
  fd_set reading, writing;
  FD_ZERO(&reading);
  FD_ZERO(&writing);
  if (wake >= FD_SETSIZE || device >= FD_SETSIZE) return TERMINAL_READY_HANGUP;
  if (wake >= 0) FD_SET(wake, &reading);
  if (device >= 0) FD_SET(device, &reading);
  if (device >= 0 && for_output) FD_SET(device, &writing);
  struct timeval time = {(time_t)(nanoseconds / 1000000000), (suseconds_t)((nanoseconds % 1000000000 + 999) / 1000)};
  if (time.tv_usec == 1000000) time = (struct timeval){time.tv_sec + 1, 0};
  int count = select((wake > device ? wake : device) + 1, &reading, &writing, NULL, nanoseconds < 0 ? NULL : &time);
  if (count <= 0) return count < 0 && errno == EBADF ? TERMINAL_READY_HANGUP : 0;
  unsigned ready = 0;
  if (wake >= 0 && FD_ISSET(wake, &reading)) ready |= TERMINAL_READY_WAKE;
  if (device >= 0 && FD_ISSET(device, &reading)) ready |= TERMINAL_READY_INPUT;
  if (device >= 0 && FD_ISSET(device, &writing)) ready |= TERMINAL_READY_OUTPUT;
  return ready;
}
#else
unsigned terminal_wait(int wake, int device, bool for_output, int64_t nanoseconds) {
  struct pollfd waiting[2] = {
      {.fd = wake, .events = POLLIN},
      {.fd = device, .events = (short)(for_output ? POLLIN | POLLOUT : POLLIN)},
  };
#ifdef __linux__
  struct timespec time = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
  int count = ppoll(waiting, 2, nanoseconds < 0 ? NULL : &time, NULL);
#else
  int64_t milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 > 0);
  int count = poll(waiting, 2, nanoseconds < 0 ? -1 : milliseconds > INT_MAX ? INT_MAX : (int)milliseconds);
#endif
  if (count <= 0) return 0;
  unsigned ready = 0;
  if (waiting[0].revents) ready |= TERMINAL_READY_WAKE;
  if (waiting[1].revents & POLLIN) ready |= TERMINAL_READY_INPUT;
  if (waiting[1].revents & POLLOUT) ready |= TERMINAL_READY_OUTPUT;
  if (waiting[1].revents & (POLLHUP | POLLERR | POLLNVAL)) ready |= TERMINAL_READY_HANGUP;
  return ready;
}
#endif

struct start {
  void (*body)(void *);
  void *argument;
};

static _Thread_local bool is_terminal_thread;

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  is_terminal_thread = true;
  // The thread that made this one may block signals, as those of libdispatch do; stopping ourselves must work here.
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  terminal_thread_use_own_stack();
  start.body(start.argument);
  return NULL;
}

int terminal_thread_start(void (*body)(void *), void *argument) {
  struct start *start = malloc(sizeof *start);
  if (!start) return ENOMEM;
  *start = (struct start){body, argument};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 8 << 20);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int result = pthread_create(&thread, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  if (result) free(start);
  return result;
}

bool terminal_thread_is_current(void) { return is_terminal_thread; }
