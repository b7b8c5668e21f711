#define _GNU_SOURCE
#include "thread_stack.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#ifdef __GLIBC__
#include <dlfcn.h>
#endif

enum { STACK_SIZE = 64 * 1024 };

static pthread_key_t own_stack;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *memory) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  munmap(memory, STACK_SIZE);
}

static void make_key(void) { pthread_key_create(&own_stack, release); }

void terminal_thread_use_own_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) < 0 || !(current.ss_flags & SS_DISABLE)) return;
  void *memory = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t own = {.ss_sp = memory, .ss_size = STACK_SIZE};
  pthread_once(&once, make_key);
  // Given back when the thread ends.
  if (pthread_setspecific(own_stack, memory) != 0 || sigaltstack(&own, NULL) < 0) {
    pthread_setspecific(own_stack, NULL);
    munmap(memory, STACK_SIZE);
  }
}

// Every thread of the process gets such a stack, those too that libdispatch makes for Swift's tasks: a stack that
// overflows there has no room left for the handler that gives the terminal back, and sigaltstack(2) speaks for the
// calling thread only. There is no other place to hear of a new thread, so the program has a pthread_create of its own
// before the system's. Sanitizers have theirs, which is not to be disturbed.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

struct start {
  void *(*body)(void *);
  void *argument;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  terminal_thread_use_own_stack();
  return start.body(start.argument);
}

typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

int pthread_create(
    pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*body)(void *),
    void *restrict argument) {
  // Threads may come here at once; all of them find the same.
  static create *_Atomic system_create;
  create *next = system_create;
  if (!next) {
    next = (create *)dlsym(RTLD_NEXT, "pthread_create");
    if (!next) return EAGAIN;
    system_create = next;
  }
  struct start *start = malloc(sizeof *start);
  if (!start) return EAGAIN;
  *start = (struct start){body, argument};
  int result = next(thread, attributes, run, start);
  if (result) free(start);
  return result;
}

#endif
