#ifndef CTERMINAL_CRASH_REPORT_H
#define CTERMINAL_CRASH_REPORT_H

#include <stdbool.h>

// The file that a crash leaves behind. All but `prepare` is safe in a signal handler.

/// Does beforehand what must not be done for the first time in a signal handler.
void terminal_crash_report_prepare(void);

/// Opens the file; a negative errno where there is none to be written.
int terminal_crash_report_open(void);

/// Says on standard error where the report is, and writes the signal into it. Then either a handler follows, whose
/// output goes to the file from here on, or the backtrace is written as it can be had.
void terminal_crash_report_write(int report, int number, bool has_handler);

/// Removes what colours the output of a handler on a terminal.
void terminal_crash_report_clean(int report);

#endif
