#ifndef CPROCESSES_SUPERVISE_H
#define CPROCESSES_SUPERVISE_H

#include <stdint.h>

// The other side of `process_spawn`: a process between us and a child, which ends the child and all that it started
// when we end, however we end. Descriptors: 0 to 2 are the child's, 3 is held open by us and carries orders, 4 takes
// reports. (A signal at the parent's end, as Linux has one, would come with the end of the thread that started the
// child, and threads come and go; here the only thread is the one that starts it.)

/// What is ordered, a byte each. The end of the pipe means PROCESS_ORDER_END.
enum {
  /// TERM, the time of grace, then KILL.
  PROCESS_ORDER_END = 't',
  /// KILL at once.
  PROCESS_ORDER_KILL = 'k',
};

/// What is reported, and what the value of the report is.
enum {
  /// The child's process and group.
  PROCESS_STARTED = 1,
  /// An errno: there is no child.
  PROCESS_FAILED = 2,
  /// The child's wait status; what it left behind may still be ending.
  PROCESS_ENDED = 3,
};

struct process_report {
  int32_t kind;
  int32_t value;
};

/// Starts the child and watches over it to the end of everything that it started; then the process should exit.
///
/// Call it in a process that has done nothing else yet. `name` is what lists of processes show; `folder` is where the child starts, empty for the same place;
/// `arguments` begin with the program's name and end with NULL.
void process_supervise(
    const char *name, int grace_milliseconds, const char *folder, const char *path, char *const arguments[]);

/// What a wait status says: the exit status from 0, or a signal's number below 0.
int process_exit_value(int status);

#endif
