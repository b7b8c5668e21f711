#ifndef CTERMINAL_SIGNALS_H
#define CTERMINAL_SIGNALS_H

#include <stdbool.h>
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

/// Stops this process as ^Z does: first the others of its group, then itself. Returns when it goes on.
void terminal_signals_stop(void);

/// Whether this process may change the terminal: its job is the one in the foreground, or there are no jobs of ours.
bool terminal_signals_is_foreground(int device);

enum terminal_place {
  TERMINAL_FOREGROUND,
  /// In the background, and asked to end: the terminal must be left alone.
  TERMINAL_ENDING,
  /// In the background of a shell that is gone.
  TERMINAL_LOST,
};

/// Makes sure that the terminal is ours before it is changed: while another job has it, stops this process as a change
/// of the terminal would, but hears when it is asked to end.
enum terminal_place terminal_signals_await_foreground(int device);

#endif
