#ifndef CTERMINAL_THREAD_STACK_H
#define CTERMINAL_THREAD_STACK_H

/// Gives the calling thread a stack for signal handlers, so that even a stack that overflows restores the terminal. A
/// thread that has one keeps it.
void terminal_thread_use_own_stack(void);

#endif
