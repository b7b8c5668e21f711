#ifndef CTERMINAL_RESTORE_H
#define CTERMINAL_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

// Gives the terminal back however the process ends: by exit, by a signal of a crash, or by one that nobody handles.

enum { TERMINAL_RESTORE_CAPACITY = 512 };

/// Prepares the restoration: from now on exit(3) and a signal that ends the process write these bytes to the device, put
/// the settings back and release standard error. Returns false where the bytes are too many. The first call installs
/// the handlers.
bool terminal_restore_arm(int device, const struct termios *settings, const void *bytes, size_t count);

/// Takes the preparation back, after a clean end or while suspended.
void terminal_restore_disarm(void);

/// Restores now if it is prepared; once. Safe in a signal handler.
void terminal_restore_now(void);

/// Puts the handlers back as they were found.
void terminal_crash_remove(void);

/// Where a crash with a screen up leaves what standard error had received and the backtrace; folders that are missing
/// are made then. What goes to standard error afterwards is a line that names the file. With NULL, or a path that is too
/// long, the backtrace is written to standard error.
void terminal_crash_report_to(const char *path);

#endif
