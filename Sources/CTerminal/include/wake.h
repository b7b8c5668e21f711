#ifndef CTERMINAL_WAKE_H
#define CTERMINAL_WAKE_H

#include <stdint.h>

// One pipe a process that wakes the thread of the terminal, and a word of bits that says why.

/// Opens the pipe if it is not open yet. Returns the descriptor to wait on, or a negative errno.
int terminal_wake_open(void);

/// Adds bits and wakes the waiting thread; with no bits, only wakes it. Safe in a signal handler and on any thread;
/// many calls before the thread looks cost one write.
void terminal_wake(uint32_t bits);

/// Empties the pipe. What was added before is then found by `terminal_wake_take`.
void terminal_wake_drain(void);

/// Returns the bits added since the last call and clears them.
uint32_t terminal_wake_take(void);

/// Returns the bits added since the last take, and leaves them.
uint32_t terminal_wake_peek(void);

/// Clears some of the bits without looking at the others.
void terminal_wake_clear(uint32_t bits);

#endif
