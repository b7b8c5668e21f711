#ifndef CTERMINAL_RESTORE_H
#define CTERMINAL_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

// Gives the terminal back however the process ends: by exit, or by a signal of a crash.

enum { TERMINAL_RESTORE_CAPACITY = 512 };

/// Prepares the restoration: from now on exit(3) and a crash write these bytes to the device, put the settings back
/// and release standard error. Returns false where the bytes are too many. The first call installs the handlers.
bool terminal_restore_arm(int device, const struct termios *settings, const void *bytes, size_t count);

/// Takes the preparation back, after a clean end or while suspended.
void terminal_restore_disarm(void);

/// Restores now if it is prepared; once. Safe in a signal handler.
void terminal_restore_now(void);

/// Puts the handlers of crashes back as they were found.
void terminal_crash_remove(void);

/// Gives the calling thread a stack for signal handlers, so that even a stack overflow restores the terminal.
void terminal_crash_use_own_stack(void);

#endif
