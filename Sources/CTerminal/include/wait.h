#ifndef CTERMINAL_WAIT_H
#define CTERMINAL_WAIT_H

#include <stdbool.h>
#include <stdint.h>

enum {
  TERMINAL_READY_WAKE = 1,
  TERMINAL_READY_INPUT = 2,
  TERMINAL_READY_OUTPUT = 4,
  TERMINAL_READY_HANGUP = 8,
};

/// Sleeps until the wake pipe or the terminal has something to say. Descriptors below 0 are left out; output is waited
/// for only where asked. A negative time waits for ever. Returns what is ready; 0 after the time or a signal.
unsigned terminal_wait(int wake, int device, bool for_output, int64_t nanoseconds);

/// Starts a detached thread with room for deep views and a signal stack of its own. Returns 0 or an errno.
int terminal_thread_start(void (*body)(void *), void *argument);

/// Whether the caller runs on a thread that `terminal_thread_start` made.
bool terminal_thread_is_current(void);

#endif
