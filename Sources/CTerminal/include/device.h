#ifndef CTERMINAL_DEVICE_H
#define CTERMINAL_DEVICE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

// The terminal as a device. Functions that return a descriptor or a count return a negative errno where they fail.

/// Opens a terminal for reading and writing without blocking. The open file is our own, so that the shell and whoever
/// else has the terminal as descriptor 0, 1 or 2 keep theirs as they are.
int terminal_device_open(const char *path);

/// The terminal of this process: /dev/tty, or the one that standard input, output or error is.
int terminal_device_open_controlling(void);

/// Keeps the settings and makes the terminal raw: no echo, no line, no signals from keys, nothing translated.
int terminal_device_make_raw(int device, struct termios *found);

/// Puts settings back, at once. Input that nobody read is dropped: it may be half a mouse report.
void terminal_device_restore(int device, const struct termios *settings);

/// What reading and writing answer where the device is not ready: EAGAIN, or EWOULDBLOCK where that is another.
static const ssize_t TERMINAL_NOT_NOW = -EAGAIN;

/// Reads what there is. 0 is a hang-up.
ssize_t terminal_device_read(int device, void *bytes, size_t capacity);

/// Writes as much as fits now.
ssize_t terminal_device_write(int device, const void *bytes, size_t count);

/// The size as the device says it; either may be 0 where nobody told it. False where it cannot be asked.
bool terminal_device_size(int device, int *columns, int *rows);

/// Writes all, waiting for a device that is not ready at most so long altogether. False where it gave up.
/// Safe in a signal handler.
bool terminal_write_all(int descriptor, const void *bytes, size_t count, int milliseconds);

/// A file in memory, or one on disk without a name.
int terminal_memory_file(void);

/// A pipe that no started program inherits. Returns 0, or -1 with errno set.
int terminal_pipe(int ends[2]);

void terminal_close(int descriptor);

/// The system's words for an errno; in `buffer` or constant.
const char *terminal_error_reason(int number, char *buffer, size_t capacity);

#endif
