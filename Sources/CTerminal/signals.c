#include "signals.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "wake.h"

static const struct {
  int number;
  uint32_t bit;
  bool keeps_ignored;
} watched[] = {
    {SIGWINCH, TERMINAL_SIGNAL_RESIZE, false},  {SIGTSTP, TERMINAL_SIGNAL_SUSPEND, true},
    {SIGCONT, TERMINAL_SIGNAL_CONTINUE, false}, {SIGTERM, TERMINAL_SIGNAL_TERMINATE, true},
    {SIGHUP, TERMINAL_SIGNAL_HANGUP, true},     {SIGINT, TERMINAL_SIGNAL_INTERRUPT, true},
    {SIGQUIT, TERMINAL_SIGNAL_QUIT, true},
};
enum { WATCHED = sizeof watched / sizeof watched[0] };

static struct sigaction found[WATCHED];
static bool is_installed;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static void note(int number) {
  for (size_t i = 0; i < WATCHED; i++) {
    if (watched[i].number == number) terminal_wake(watched[i].bit);
  }
}

void terminal_signals_install(void) {
  pthread_mutex_lock(&changing);
  if (!is_installed) {
    is_installed = true;
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < WATCHED; i++) {
      sigaction(watched[i].number, NULL, &found[i]);
      bool is_ignored = !(found[i].sa_flags & SA_SIGINFO) && found[i].sa_handler == SIG_IGN;
      if (!is_ignored || !watched[i].keeps_ignored) sigaction(watched[i].number, &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
  }
  pthread_mutex_unlock(&changing);
}

void terminal_signals_remove(void) {
  pthread_mutex_lock(&changing);
  if (is_installed) {
    is_installed = false;
    for (size_t i = 0; i < WATCHED; i++) sigaction(watched[i].number, &found[i], NULL);
  }
  pthread_mutex_unlock(&changing);
}

void terminal_signals_stop(void) {
  struct sigaction action = {.sa_handler = SIG_IGN}, before;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, &before);
  // While we ignore it, the others of a pipeline stop; the shell waits for all of them.
  kill(0, SIGTSTP);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, NULL);
  // raise, not kill: it stops before it returns, so that nothing is drawn in between.
  raise(SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
}

bool terminal_signals_is_foreground(int device) {
  pid_t foreground = tcgetpgrp(device);
  // A terminal that is not the one of this session has no jobs of ours.
  return foreground < 0 || foreground == getpgrp();
}

enum terminal_place terminal_signals_await_foreground(int device) {
  static const uint32_t endings = TERMINAL_SIGNAL_TERMINATE | TERMINAL_SIGNAL_HANGUP | TERMINAL_SIGNAL_INTERRUPT |
                                  TERMINAL_SIGNAL_QUIT;
  // Where the shell is gone the system ignores the stop, and we would turn in circles.
  for (int tries = 0; tries < 100; tries++) {
    if (terminal_signals_is_foreground(device)) return TERMINAL_FOREGROUND;
    if (terminal_wake_peek() & endings) return TERMINAL_ENDING;
    raise(SIGTTOU);
  }
  return TERMINAL_LOST;
}
