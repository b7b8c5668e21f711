#define _GNU_SOURCE
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "descendants.h"
#include "descriptors.h"

enum {
  ORDERS = 3,
  REPORTS = 4,
  /// Between looks at what is still there while everything is being ended; a child's end wakes us at once.
  TICK_MILLISECONDS = 20,
  /// After KILL; what is still there then sits in the kernel, where no signal reaches it.
  LAST_WAIT_MILLISECONDS = 10000,
};

static int wake[2] = {-1, -1};
static volatile sig_atomic_t is_asked_to_end = 0;

static void handle(int number) {
  int error = errno;
  if (number != SIGCHLD) is_asked_to_end = 1;
  if (write(wake[1], "", 1) < 0) {}
  errno = error;
}

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void report(int kind, int value) {
  struct process_report report = {kind, value};
  // Whoever is gone needs no report.
  process_write(REPORTS, &report, sizeof report);
}

static void install_handlers(void) {
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  // INT and HUP of a terminal do not come here, a session of its own has none; whoever sends them means the end.
  static const int handled[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
  for (size_t i = 0; i < sizeof handled / sizeof *handled; i++) sigaction(handled[i], &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

// Runs in the child, between fork and exec: only async-signal-safe calls.
static void become(
    const char *folder, const char *path, char *const arguments[], char *const environment[], int failure,
    pid_t supervisor) {
  setpgid(0, 0);
#ifdef __linux__
  // Should the supervisor itself be killed. Its first thread is the one that starts us, and it lives as long as it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != supervisor) _exit(127);
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (!*folder || chdir(folder) == 0) execve(path, arguments, environment);
  int error = errno;
  if (write(failure, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

// Returns the child, or a negative errno.
static pid_t start(const char *folder, const char *path, char *const arguments[]) {
  extern char **environ;
  int failure[2];
  int error = process_pipe(failure);
  if (error) return error;
  pid_t supervisor = getpid();
  pid_t child = fork();
  if (child == 0) become(folder, path, arguments, environ, failure[1], supervisor);
  error = -errno;
  close(failure[1]);
  if (child > 0) {
    setpgid(child, child);
    int told = 0;
    if (process_read(failure[0], &told, sizeof told) == sizeof told) {
      waitpid(child, NULL, 0);
      error = told ? -told : -EIO;
      child = -1;
    }
  }
  close(failure[0]);
  return child > 0 ? child : error;
}

// Reads orders; returns the strongest, or 0. The end of the pipe is one, too, and the last.
static char next_order(bool *has_orders) {
  char orders[16];
  ssize_t count = process_read(ORDERS, orders, sizeof orders);
  if (count == -EAGAIN) return 0;
  if (count <= 0) {
    *has_orders = false;
    return PROCESS_ORDER_END;
  }
  return memchr(orders, PROCESS_ORDER_KILL, (size_t)count) ? PROCESS_ORDER_KILL : PROCESS_ORDER_END;
}

struct watch {
  pid_t child;
  bool has_ended, has_group, has_others;
};

// Takes the status of all that has ended.
static void reap(struct watch *watch) {
  while (true) {
    int status;
    pid_t ended = waitpid(-1, &status, WNOHANG);
    if (ended < 0 && errno == EINTR) continue;
    watch->has_others = ended >= 0;
    if (ended <= 0) break;
    if (ended == watch->child) {
      watch->has_ended = true;
      report(PROCESS_ENDED, status);
    }
  }
  // Once empty, the group's number may become somebody else's: it is not used any more.
  if (watch->has_group && kill(-watch->child, 0) < 0 && (errno == ESRCH || watch->has_ended)) watch->has_group = false;
}

static void signal_all(const struct watch *watch, int number) {
  if (watch->has_group) kill(-watch->child, number);
  process_signal_descendants(number, watch->child);
}

// Sleeps until a signal, an order or the end of the time; -1 waits without end. Orders end with the pipe.
static char wait_for_news(bool *has_orders, int milliseconds) {
  struct pollfd watched[] = {{.fd = wake[0], .events = POLLIN}, {.fd = *has_orders ? ORDERS : -1, .events = POLLIN}};
  poll(watched, 2, milliseconds);
  char drained[64];
  while (process_read(wake[0], drained, sizeof drained) > 0) {}
  return watched[1].revents ? next_order(has_orders) : 0;
}

void process_supervise(
    const char *name, int grace_milliseconds, const char *folder, const char *path, char *const arguments[]) {
  setsid();
  process_close_from(REPORTS + 1);
  fcntl(ORDERS, F_SETFD, FD_CLOEXEC);
  fcntl(REPORTS, F_SETFD, FD_CLOEXEC);
  int error = process_pipe(wake);
  if (error) return report(PROCESS_FAILED, -error);
  process_set_nonblocking(wake[0]);
  process_set_nonblocking(wake[1]);
  process_set_nonblocking(ORDERS);
#ifdef __linux__
  // What leaves the child's group and loses its parent becomes ours instead of nobody's.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Started through a link of the system, it would be called by that.
  prctl(PR_SET_NAME, name);
#else
  (void)name;
#endif
  install_handlers();

  struct watch watch = {.has_group = true, .has_others = true};
  watch.child = start(folder, path, arguments);
  if (watch.child < 0) return report(PROCESS_FAILED, -watch.child);
  report(PROCESS_STARTED, watch.child);
  // The ends of the child's pipes are the child's alone: whoever reads them sees its end.
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard = 0; null >= 0 && standard <= 2; standard++) dup2(null, standard);

  bool has_orders = true;
  char order = 0;
  while (!order && !is_asked_to_end && !watch.has_ended) {
    order = wait_for_news(&has_orders, -1);
    reap(&watch);
  }

  int64_t end = milliseconds_now() + grace_milliseconds;
  if (order != PROCESS_ORDER_KILL && (watch.has_group || watch.has_others)) {
    signal_all(&watch, SIGTERM);
    // What is stopped could not hear it.
    signal_all(&watch, SIGCONT);
  }
  while ((watch.has_group || watch.has_others) && order != PROCESS_ORDER_KILL && milliseconds_now() < end) {
    if (wait_for_news(&has_orders, TICK_MILLISECONDS) == PROCESS_ORDER_KILL) order = PROCESS_ORDER_KILL;
    reap(&watch);
  }
  end = milliseconds_now() + LAST_WAIT_MILLISECONDS;
  while ((watch.has_group || watch.has_others) && milliseconds_now() < end) {
    // Again and again: what loses its parent now is listed as ours, and what was being started meanwhile, too.
    signal_all(&watch, SIGKILL);
    wait_for_news(&has_orders, TICK_MILLISECONDS);
    reap(&watch);
  }
}

int process_exit_value(int status) { return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status); }
