#include "restore.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "standard_error.h"

// What a handler needs, made beforehand. Written only while disarmed.
static struct {
  int device;
  struct termios settings;
  char bytes[TERMINAL_RESTORE_CAPACITY];
  size_t count;
} prepared;

enum { DISARMED, ARMED, RESTORING };
static atomic_int state = DISARMED;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { CRASHES = sizeof crashes / sizeof crashes[0], SIGNAL_STACK = 64 * 1024 };
static struct sigaction found[CRASHES];
static bool is_installed;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

void terminal_restore_now(void) {
  int expected = ARMED;
  if (!atomic_compare_exchange_strong(&state, &expected, RESTORING)) {
    // Another thread crashed first: let it finish, or the process would end halfway.
    for (int tries = 0; tries < 200 && atomic_load(&state) == RESTORING; tries++) poll(NULL, 0, 10);
    return;
  }
  int saved = errno;
  // In the background, changing the terminal would stop us here for ever.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  terminal_write_all(prepared.device, prepared.bytes, prepared.count, 500);
  terminal_device_restore(prepared.device, &prepared.settings);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  terminal_standard_error_release();
  atomic_store(&state, DISARMED);
  errno = saved;
}

static void crash(int number, siginfo_t *info, void *context) {
  (void)context;
  terminal_restore_now();
  for (size_t i = 0; i < CRASHES; i++) sigaction(crashes[i], &found[i], NULL);
  // A fault happens again when we return, now with the old handler, its own information and the same core. What was
  // sent, or would not happen again, is raised.
  bool happens_again = info && info->si_code > 0 && number != SIGTRAP && number != SIGABRT;
  if (happens_again) return;
  sigset_t crashing;
  sigemptyset(&crashing);
  sigaddset(&crashing, number);
  pthread_sigmask(SIG_UNBLOCK, &crashing, NULL);
  raise(number);
  // The old handler, Swift's that prints a backtrace for one, has returned; the program must not go on.
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
  raise(number);
}

void terminal_crash_use_own_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) < 0 || !(current.ss_flags & SS_DISABLE)) return;
  // Kept until the process ends: a handler may need it at any time.
  void *memory = malloc(SIGNAL_STACK);
  if (!memory) return;
  stack_t own = {.ss_sp = memory, .ss_size = SIGNAL_STACK};
  if (sigaltstack(&own, NULL) < 0) free(memory);
}

static void install(void) {
  static bool has_exit_handler;
  if (!has_exit_handler) has_exit_handler = atexit(terminal_restore_now) == 0;
  if (is_installed) return;
  is_installed = true;
  terminal_crash_use_own_stack();
  struct sigaction action = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, &found[i]);
}

bool terminal_restore_arm(int device, const struct termios *settings, const void *bytes, size_t count) {
  if (count > sizeof prepared.bytes) return false;
  pthread_mutex_lock(&changing);
  atomic_store(&state, DISARMED);
  prepared.device = device;
  prepared.settings = *settings;
  memcpy(prepared.bytes, bytes, count);
  prepared.count = count;
  install();
  atomic_store(&state, ARMED);
  pthread_mutex_unlock(&changing);
  return true;
}

void terminal_restore_disarm(void) {
  int expected = ARMED;
  atomic_compare_exchange_strong(&state, &expected, DISARMED);
}

void terminal_crash_remove(void) {
  pthread_mutex_lock(&changing);
  if (is_installed) {
    is_installed = false;
    for (size_t i = 0; i < CRASHES; i++) sigaction(crashes[i], &found[i], NULL);
  }
  pthread_mutex_unlock(&changing);
}
