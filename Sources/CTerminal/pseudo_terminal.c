#define _GNU_SOURCE
#include "pseudo_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "device.h"

int terminal_pseudo_resize(int control, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(control, TIOCSWINSZ, &size) < 0 ? errno : 0;
}

int terminal_pseudo_open(int columns, int rows, int *control, char *path, size_t capacity) {
  int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  int error = grantpt(descriptor) == 0 && unlockpt(descriptor) == 0 ? ptsname_r(descriptor, path, capacity) : errno;
  if (!error) error = terminal_pseudo_resize(descriptor, columns, rows);
  if (error) {
    close(descriptor);
    return error;
  }
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  *control = descriptor;
  return 0;
}

bool terminal_pseudo_is_cooked(int control) {
  struct termios settings;
  if (tcgetattr(control, &settings) < 0) return false;
  tcflag_t cooked = ICANON | ECHO | ISIG;
  return (settings.c_lflag & cooked) == cooked && (settings.c_oflag & OPOST);
}

// A thread of its own for each child turns its end into something that poll can wait for.
struct waiting {
  pid_t process;
  int writing;
};

static void *wait_for(void *argument) {
  struct waiting waiting = *(struct waiting *)argument;
  free(argument);
  // Nobody may be left to read it; a write into nothing must not end the test.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  int status = 0;
  while (waitpid(waiting.process, &status, 0) < 0 && errno == EINTR) {}
  while (write(waiting.writing, &status, sizeof status) < 0 && errno == EINTR) {}
  close(waiting.writing);
  return NULL;
}

static void close_from(int first) {
#if defined(__linux__) && defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
  if (close_range((unsigned)first, ~0U, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor < (limit > 0 && limit < 65536 ? limit : 65536); descriptor++) {
    close(descriptor);
  }
}

// Only async-signal-safe calls: the parent has other threads.
static void become(
    const char *device, int report, const char *path, char *const arguments[], char *const environment[]) {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setsid();
  int opened = open(device, O_RDWR);
  // Descriptors 0 to 3 are about to be replaced: nothing that is still needed may stand there.
  int terminal = fcntl(opened, F_DUPFD, 4);
  if (terminal >= 0 && ioctl(terminal, TIOCSCTTY, 0) == 0 && dup2(report, 3) >= 0 && dup2(terminal, 0) >= 0 &&
      dup2(terminal, 1) >= 0 && dup2(terminal, 2) >= 0) {
    report = 3;
    fcntl(report, F_SETFD, FD_CLOEXEC);
    close_from(4);
    execve(path, arguments, environment);
  }
  int error = errno;
  if (write(report, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

int terminal_child_start(
    const char *path, char *const arguments[], char *const environment[], int columns, int rows,
    struct terminal_child *child) {
  char device[128];
  int control;
  int error = terminal_pseudo_open(columns, rows, &control, device, sizeof device);
  if (error) return error;
  int report[2] = {-1, -1}, ended[2] = {-1, -1};
  struct waiting *waiting = malloc(sizeof *waiting);
  int lifted = -1;
  if (!waiting || terminal_pipe(report) < 0 || terminal_pipe(ended) < 0 ||
      (lifted = fcntl(report[1], F_DUPFD_CLOEXEC, 4)) < 0) {
    error = errno;
    goto failed;
  }
  close(report[1]);
  report[1] = lifted;
  pid_t process = fork();
  if (process == 0) become(device, report[1], path, arguments, environment);
  if (process < 0) {
    error = errno;
    goto failed;
  }
  close(report[1]);
  report[1] = -1;
  ssize_t count;
  do {
    count = read(report[0], &error, sizeof error);
  } while (count < 0 && errno == EINTR);
  if (count == sizeof error) {
    waitpid(process, NULL, 0);
    goto failed;
  }
  error = 0;
  *waiting = (struct waiting){process, ended[1]};
  pthread_t thread;
  error = pthread_create(&thread, NULL, wait_for, waiting);
  if (error) {
    kill(process, SIGKILL);
    waitpid(process, NULL, 0);
    goto failed;
  }
  pthread_detach(thread);
  close(report[0]);
  *child = (struct terminal_child){process, control, ended[0]};
  return 0;

failed:
  for (int i = 0; i < 2; i++) {
    if (report[i] >= 0) close(report[i]);
    if (ended[i] >= 0) close(ended[i]);
  }
  free(waiting);
  close(control);
  return error;
}

int terminal_pseudo_adopt(const char *path) {
  if (setsid() < 0) return errno;
  int terminal = open(path, O_RDWR | O_CLOEXEC);
  if (terminal < 0) return errno;
  // A system that does not do so by itself is asked to.
  ioctl(terminal, TIOCSCTTY, 0);
  bool is_ours = tcgetsid(terminal) == getpid();
  if (!is_ours || dup2(terminal, STDIN_FILENO) < 0 || dup2(terminal, STDERR_FILENO) < 0) return is_ours ? errno : ENOTTY;
  close(terminal);
  return 0;
}
