#ifndef CTERMINAL_STANDARD_ERROR_H
#define CTERMINAL_STANDARD_ERROR_H

/// Sends standard error to a file without a name while a screen is up, so that nothing is written across the screen.
/// Returns 0 or a negative errno; where standard error is no terminal it is left alone.
int terminal_standard_error_capture(void);

/// Forgets all but the last of what was kept, once it is more than 4 MB.
void terminal_standard_error_trim(void);

/// Gives standard error back and writes what was kept, at most its last 256 kB, also to `copy` where that is a
/// descriptor. Safe in a signal handler; a second call does nothing.
void terminal_standard_error_release(int copy);

#endif
