#define _GNU_SOURCE
#include "descendants.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__

struct process {
  pid_t id, parent, group;
  bool is_ours;
};

// Parent and group of a process; false where it is gone or has ended.
static bool look_up(struct process *process) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", process->id);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return false;
  text[count] = 0;
  // The name in parentheses may hold anything, parentheses too; what follows the last one is of numbers.
  char *after = strrchr(text, ')');
  char state;
  if (!after || sscanf(after + 1, " %c %d %d", &state, &process->parent, &process->group) != 3) return false;
  return state != 'Z' && state != 'X';
}

static size_t all_processes(struct process **found) {
  DIR *folder = opendir("/proc");
  if (!folder) return 0;
  size_t count = 0, capacity = 0;
  struct process *list = NULL;
  struct dirent *entry;
  while ((entry = readdir(folder))) {
    struct process process = {.id = atoi(entry->d_name)};
    if (process.id <= 1 || !look_up(&process)) continue;
    if (count == capacity) {
      capacity = capacity ? capacity * 2 : 256;
      struct process *larger = realloc(list, capacity * sizeof *list);
      if (!larger) break;
      list = larger;
    }
    list[count++] = process;
  }
  closedir(folder);
  *found = list;
  return count;
}

void process_signal_descendants(int number, pid_t group) {
  struct process *list = NULL;
  size_t count = all_processes(&list);
  pid_t self = getpid();
  // Numbers of processes start over one day: a parent may be listed behind its child.
  bool has_grown = true;
  while (has_grown) {
    has_grown = false;
    for (size_t i = 0; i < count; i++) {
      if (list[i].is_ours) continue;
      bool is_ours = list[i].parent == self;
      for (size_t j = 0; !is_ours && j < count; j++) is_ours = list[j].is_ours && list[j].id == list[i].parent;
      if (is_ours) list[i].is_ours = has_grown = true;
    }
  }
  for (size_t i = 0; i < count; i++) {
    if (list[i].is_ours && list[i].group != group) kill(list[i].id, number);
  }
  free(list);
}

#else

void process_signal_descendants(int number, pid_t group) {
  (void)number;
  (void)group;
}

#endif
