#ifndef CTERMINAL_SIGNALS_H
#define CTERMINAL_SIGNALS_H

#include <stdint.h>

// Bits of the wake word, one a signal.
enum {
  TERMINAL_SIGNAL_RESIZE = 1 << 0,     // WINCH
  TERMINAL_SIGNAL_SUSPEND = 1 << 1,    // TSTP
  TERMINAL_SIGNAL_CONTINUE = 1 << 2,   // CONT
  TERMINAL_SIGNAL_TERMINATE = 1 << 3,  // TERM
  TERMINAL_SIGNAL_HANGUP = 1 << 4,     // HUP
  TERMINAL_SIGNAL_INTERRUPT = 1 << 5,  // INT
  TERMINAL_SIGNAL_QUIT = 1 << 6,       // QUIT
  // Not a signal: somebody asked for the waiting loop.
  TERMINAL_WOKEN = 1 << 7,
};

/// Takes over the signals above: each sets its bit and writes the wake pipe. One that was ignored at the start (nohup)
/// stays ignored. SIGPIPE is ignored from here on. Calling it again does nothing.
void terminal_signals_install(void);

/// Puts the dispositions back that `terminal_signals_install` found. SIGPIPE stays ignored.
void terminal_signals_remove(void);

/// Keeps a library from taking signals over between the two calls. Not for several threads at once.
void terminal_signals_hold(void);
void terminal_signals_release(void);

/// Stops this process as ^Z does: first the others of its group, then itself. Returns when it goes on.
void terminal_signals_stop(void);

#endif
