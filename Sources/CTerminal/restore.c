#include "restore.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crash_report.h"
#include "device.h"
#include "standard_error.h"
#include "thread_stack.h"

// What a handler needs, made beforehand. Written only while disarmed.
static struct {
  int device;
  struct termios settings;
  char bytes[TERMINAL_RESTORE_CAPACITY];
  size_t count;
} prepared;

enum { DISARMED, ARMED, RESTORING };
static atomic_int state = DISARMED;

static const struct {
  int number;
  bool is_crash;
} ending[] = {
    {SIGSEGV, true}, {SIGBUS, true}, {SIGILL, true}, {SIGTRAP, true}, {SIGABRT, true}, {SIGFPE, true}, {SIGSYS, true},
    // These end a process that does not expect them. Whoever does is left alone.
    {SIGXCPU, false}, {SIGXFSZ, false}, {SIGALRM, false}, {SIGVTALRM, false}, {SIGUSR1, false}, {SIGUSR2, false},
};
enum { ENDINGS = sizeof ending / sizeof ending[0] };
static struct sigaction found[ENDINGS];
static bool is_taken[ENDINGS];
static bool is_installed;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static bool is_default(const struct sigaction *action) {
  return !(action->sa_flags & SA_SIGINFO) && action->sa_handler == SIG_DFL;
}

// Restores the terminal itself. False where there was nothing to do.
static bool restore(void) {
  int expected = ARMED;
  if (!atomic_compare_exchange_strong(&state, &expected, RESTORING)) {
    // Another thread crashed first: let it finish, or the process would end halfway.
    for (int tries = 0; tries < 200 && atomic_load(&state) == RESTORING; tries++) poll(NULL, 0, 10);
    return false;
  }
  // In the background, changing the terminal would stop us here for ever.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  terminal_write_all(prepared.device, prepared.bytes, prepared.count, 500);
  terminal_device_restore(prepared.device, &prepared.settings);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return true;
}

void terminal_restore_now(void) {
  int saved = errno;
  if (restore()) {
    terminal_standard_error_release(-1);
    atomic_store(&state, DISARMED);
  }
  errno = saved;
}

static void put_back(void) {
  for (size_t i = 0; i < ENDINGS; i++) {
    if (is_taken[i]) sigaction(ending[i].number, &found[i], NULL);
  }
}

static void end(int number, siginfo_t *info, void *context) {
  static atomic_bool is_ending;
  // One thread ends the process for all that crash.
  if (atomic_exchange(&is_ending, true)) {
    for (;;) pause();
  }
  bool is_crash = false;
  struct sigaction before = {.sa_handler = SIG_DFL};
  for (size_t i = 0; i < ENDINGS; i++) {
    if (ending[i].number != number) continue;
    is_crash = ending[i].is_crash;
    before = found[i];
  }
  bool has_handler = !is_default(&before) && before.sa_handler != SIG_IGN;
  int report = -1;
  if (restore()) {
    if (is_crash) report = terminal_crash_report_open();
    terminal_standard_error_release(report);
    if (report >= 0) terminal_crash_report_write(report, number, has_handler);
    atomic_store(&state, DISARMED);
  }
  put_back();
  if (has_handler) {
    // Swift's, that has a backtrace made.
    if (before.sa_flags & SA_SIGINFO) {
      before.sa_sigaction(number, info, context);
    } else {
      before.sa_handler(number);
    }
    if (report >= 0) terminal_crash_report_clean(report);
  }
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
  // A fault happens again when we return, with its own information and the same core. What was sent, or would not
  // happen again, is raised.
  bool can_happen_again = number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE;
  if (can_happen_again && info && info->si_code > 0) return;
  sigset_t raised;
  sigemptyset(&raised);
  sigaddset(&raised, number);
  pthread_sigmask(SIG_UNBLOCK, &raised, NULL);
  raise(number);
}

static void install(void) {
  static bool has_exit_handler;
  if (!has_exit_handler) has_exit_handler = atexit(terminal_restore_now) == 0;
  if (is_installed) return;
  is_installed = true;
  terminal_thread_use_own_stack();
  struct sigaction action = {.sa_sigaction = end, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < ENDINGS; i++) {
    sigaction(ending[i].number, NULL, &found[i]);
    is_taken[i] = ending[i].is_crash || is_default(&found[i]);
    if (is_taken[i]) sigaction(ending[i].number, &action, NULL);
    if (ending[i].number == SIGILL && is_default(&found[i])) terminal_crash_report_prepare();
  }
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
    put_back();
  }
  pthread_mutex_unlock(&changing);
}
