#ifndef CPROCESSES_DESCENDANTS_H
#define CPROCESSES_DESCENDANTS_H

#include <sys/types.h>

/// Sends a signal to every process that descends from this one and is not of that group, whose members a signal to the
/// group reaches: some programs take a second TERM for impatience. Where the system cannot list them, nothing happens.
void process_signal_descendants(int number, pid_t group);

#endif
