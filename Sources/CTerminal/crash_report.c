#define _GNU_SOURCE
#include "crash_report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAS_BACKTRACE 1
#endif

#include "device.h"
#include "restore.h"

static char path[PATH_MAX];
static atomic_bool has_path;

void terminal_crash_report_to(const char *chosen) {
  atomic_store(&has_path, false);
  if (!chosen || !*chosen || strlen(chosen) >= sizeof path) return;
  strcpy(path, chosen);
  atomic_store(&has_path, true);
}

void terminal_crash_report_prepare(void) {
#ifdef HAS_BACKTRACE
  // The first call loads a library.
  void *frame;
  backtrace(&frame, 1);
#endif
}

int terminal_crash_report_open(void) {
  if (!atomic_load(&has_path)) return -ENOENT;
  for (char *end = strchr(path + 1, '/'); end; end = strchr(end + 1, '/')) {
    *end = 0;
    mkdir(path, 0700);
    *end = '/';
  }
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  return file < 0 ? -errno : file;
}

static const char *name_of(int number) {
  switch (number) {
    case SIGSEGV: return "SIGSEGV, a bad address or a stack that overflowed";
    case SIGBUS: return "SIGBUS, a bad address";
    case SIGILL: return "SIGILL, a check of the program that failed";
    case SIGTRAP: return "SIGTRAP, a check of the program that failed";
    case SIGABRT: return "SIGABRT, the program gave up";
    case SIGFPE: return "SIGFPE, arithmetic without a result";
    case SIGSYS: return "SIGSYS, a forbidden system call";
    default: return "a signal";
  }
}

static void say(int descriptor, const char *text) { terminal_write_all(descriptor, text, strlen(text), 500); }

void terminal_crash_report_write(int report, int number, bool has_handler) {
  for (int i = 0; i < 2; i++) {
    int to = i == 0 ? STDERR_FILENO : report;
    say(to, "The program crashed (");
    say(to, name_of(number));
    say(to, ").");
    if (to != report) {
      say(to, " The backtrace is in ");
      say(to, path);
    }
    say(to, "\n");
  }
  if (has_handler) {
    // Swift's writes to either, and asks a person where it can: there is nobody to ask.
    dup2(report, STDOUT_FILENO);
    dup2(report, STDERR_FILENO);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    return;
  }
#ifdef HAS_BACKTRACE
  void *frames[128];
  int count = backtrace(frames, 128);
  backtrace_symbols_fd(frames, count, report);
#endif
}

void terminal_crash_report_clean(int report) {
  // Control sequences: ESC [, up to a byte from @ to ~.
  enum { TEXT, ESCAPE, SEQUENCE } place = TEXT;
  off_t from = 0, to = 0;
  char bytes[4096];
  ssize_t count;
  while ((count = pread(report, bytes, sizeof bytes, from)) > 0) {
    from += count;
    ssize_t kept = 0;
    for (ssize_t i = 0; i < count; i++) {
      char byte = bytes[i];
      if (byte == 0x1B) {
        place = ESCAPE;
      } else if (place == ESCAPE) {
        place = byte == '[' ? SEQUENCE : TEXT;
      } else if (place == SEQUENCE) {
        if (byte >= '@' && byte <= '~') place = TEXT;
      } else {
        bytes[kept++] = byte;
      }
    }
    if (pwrite(report, bytes, (size_t)kept, to) != kept) return;
    to += kept;
  }
  // Nothing can be done where this fails: what is left is read all the same.
  if (count == 0 && ftruncate(report, to) < 0) return;
}
