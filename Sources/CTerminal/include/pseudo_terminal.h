#ifndef CTERMINAL_PSEUDO_TERMINAL_H
#define CTERMINAL_PSEUDO_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

// Pseudo-terminals, for tests that look at a program as a terminal does. Functions return 0 or an errno.

/// Opens a pseudo-terminal of this size; `path` receives the name of the end that a program opens.
int terminal_pseudo_open(int columns, int rows, int *control, char *path, size_t capacity);

/// Tells the pseudo-terminal its size; the program on it gets SIGWINCH.
int terminal_pseudo_resize(int control, int columns, int rows);

/// Whether the terminal gathers lines and echoes, as a shell leaves it.
bool terminal_pseudo_is_cooked(int control);

struct terminal_child {
  int process;
  int control;
  /// Holds the child's wait status, an int, once the child has ended.
  int ended;
};

/// Starts a program in a session of its own whose controlling terminal is a new pseudo-terminal, which is also its
/// standard input, output and error. Signals are as at a start; no other descriptor is inherited. `arguments` and
/// `environment` end with NULL; the first argument is the program's name, `path` where it is.
int terminal_child_start(
    const char *path, char *const arguments[], char *const environment[], int columns, int rows,
    struct terminal_child *child);

/// Makes this process the first of a session of its own, whose controlling terminal is a pseudo-terminal, which becomes
/// standard input and error, too.
int terminal_pseudo_adopt(const char *path);

#endif
