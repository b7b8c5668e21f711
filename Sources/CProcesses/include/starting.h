#ifndef CPROCESSES_STARTING_H
#define CPROCESSES_STARTING_H

#include <sys/types.h>

enum { PROCESS_DESCRIPTORS = 5 };

/// Starts a program in a session of its own, with signals as at a start.
///
/// `descriptors` become 0 to 4 there, where -1 is the null device; no other descriptor is inherited. `arguments` and
/// `environment` end with NULL; the first argument is the program's name. Returns 0 or an errno.
int process_spawn(
    const char *path, char *const arguments[], char *const environment[], const int descriptors[PROCESS_DESCRIPTORS],
    pid_t *process);

/// Waits for the end of a child of ours and takes its status; -1 where somebody else did.
int process_reap(pid_t process);

/// The file that this process is an image of: 0, or an errno. On Linux it stays the same file even where the path
/// meanwhile holds another.
int process_own_path(char *path, unsigned capacity);

/// Ends a process group at once, for a child whose supervisor is gone.
void process_kill_group(pid_t group);

#endif
