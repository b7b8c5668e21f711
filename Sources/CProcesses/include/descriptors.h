#ifndef CPROCESSES_DESCRIPTORS_H
#define CPROCESSES_DESCRIPTORS_H

#include <stddef.h>
#include <sys/types.h>

// Pipes that no started program inherits by accident. Functions return 0, a count, or a negative errno.

/// Makes a pipe whose ends are close-on-exec: [0] reads, [1] writes.
int process_pipe(int ends[2]);

/// Makes reading and writing answer -EAGAIN instead of waiting.
int process_set_nonblocking(int descriptor);

/// Reads what there is; 0 is the end.
ssize_t process_read(int descriptor, void *bytes, size_t capacity);

/// Writes as much as fits. A reader that is gone is -EPIPE and no signal, whatever SIGPIPE is set to.
ssize_t process_write(int descriptor, const void *bytes, size_t count);

/// Closes every descriptor from this one on.
void process_close_from(int first);

void process_close(int descriptor);

/// The system's words for an errno; in `buffer` or constant.
const char *process_error_reason(int number, char *buffer, size_t capacity);

#endif
