#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "CCurl.h"

struct libcurl libcurl;

static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
static bool is_open;

// The names that distributions give it: as built with OpenSSL, and as Debian builds it with GnuTLS.
static const char *const names[] = {
#ifdef __APPLE__
  "/usr/lib/libcurl.4.dylib", "libcurl.4.dylib",
#else
  "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so",
#endif
};

static bool find(void *library, const char *name, void *function) {
  void *found = dlsym(library, name);
  // POSIX lets a pointer of dlsym hold a function; C has no cast for it.
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

static bool find_all(void *library) {
  return find(library, "curl_global_init", &libcurl.global_init)
      && find(library, "curl_slist_append", &libcurl.slist_append)
      && find(library, "curl_slist_free_all", &libcurl.slist_free_all)
      && find(library, "curl_easy_init", &libcurl.easy_init)
      && find(library, "curl_easy_cleanup", &libcurl.easy_cleanup)
      && find(library, "curl_easy_setopt", &libcurl.easy_setopt)
      && find(library, "curl_easy_getinfo", &libcurl.easy_getinfo)
      && find(library, "curl_easy_strerror", &libcurl.easy_strerror)
      && find(library, "curl_multi_init", &libcurl.multi_init)
      && find(library, "curl_multi_cleanup", &libcurl.multi_cleanup)
      && find(library, "curl_multi_setopt", &libcurl.multi_setopt)
      && find(library, "curl_multi_add_handle", &libcurl.multi_add_handle)
      && find(library, "curl_multi_remove_handle", &libcurl.multi_remove_handle)
      && find(library, "curl_multi_perform", &libcurl.multi_perform)
      && find(library, "curl_multi_info_read", &libcurl.multi_info_read)
      && find(library, "curl_multi_poll", &libcurl.multi_poll)
      && find(library, "curl_multi_wakeup", &libcurl.multi_wakeup);
}

// OpenSSL tidies up in a handler of exit(3), under the feet of the thread that still uses it when the program ends in
// the middle of a reply. Told so before its first use, it leaves that to the system.
// https://docs.openssl.org/3.0/man3/OPENSSL_init_crypto/
static void keep_from_tidying(void *library) {
  const uint64_t no_atexit = 0x00080000;
  int (*init)(uint64_t options, const void *settings);
  if (find(library, "OPENSSL_init_crypto", &init)) init(no_atexit, NULL);
}

static int open_now(void) {
  const long global_all = 3;  // CURL_GLOBAL_ALL
  int result = LIBCURL_MISSING;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) continue;
    if (find_all(library)) {
      keep_from_tidying(library);
      if (libcurl.global_init(global_all) == 0) return LIBCURL_OPEN;
      return LIBCURL_BROKEN;
    }
    result = LIBCURL_TOO_OLD;
    dlclose(library);
  }
  return result;
}

int libcurl_open(void) {
  pthread_mutex_lock(&opening);
  int result = is_open ? LIBCURL_OPEN : open_now();
  is_open = result == LIBCURL_OPEN;
  pthread_mutex_unlock(&opening);
  return result;
}

void libcurl_thread_prepare(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
