#define _GNU_SOURCE
#include "starting.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include "descriptors.h"

// Descriptors on their way to 0...4 must not stand there already, or one would overwrite another.
static int lifted(int descriptor) {
  return descriptor < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : fcntl(descriptor, F_DUPFD_CLOEXEC, 16);
}

int process_spawn(
    const char *path, char *const arguments[], char *const environment[], const int descriptors[PROCESS_DESCRIPTORS],
    pid_t *process) {
  int above[PROCESS_DESCRIPTORS], count = 0, error = 0;
  for (; count < PROCESS_DESCRIPTORS; count++) {
    int first = lifted(descriptors[count]);
    if (first < 0) break;
    above[count] = first < 16 ? fcntl(first, F_DUPFD_CLOEXEC, 16) : first;
    if (above[count] != first) close(first);
    if (above[count] < 0) break;
  }
  if (count < PROCESS_DESCRIPTORS) error = errno;

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (int target = 0; !error && target < PROCESS_DESCRIPTORS; target++) {
    error = posix_spawn_file_actions_adddup2(&actions, above[target], target);
  }
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef POSIX_SPAWN_SETSID
  flags |= POSIX_SPAWN_SETSID;
#endif
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  posix_spawnattr_setflags(&attributes, flags);
  if (!error) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (int i = 0; i < count; i++) close(above[i]);
  return error;
}

int process_reap(pid_t process) {
  int status;
  pid_t ended;
  do {
    ended = waitpid(process, &status, 0);
  } while (ended < 0 && errno == EINTR);
  return ended == process ? status : -1;
}

int process_own_path(char *path, unsigned capacity) {
#ifdef __APPLE__
  return _NSGetExecutablePath(path, &capacity) == 0 ? 0 : ENAMETOOLONG;
#else
  static const char link[] = "/proc/self/exe";
  if (sizeof link > capacity) return ENAMETOOLONG;
  memcpy(path, link, sizeof link);
  return access(link, X_OK) == 0 ? 0 : errno;
#endif
}

void process_kill_group(pid_t group) {
  if (group > 1) kill(-group, SIGKILL);
}
