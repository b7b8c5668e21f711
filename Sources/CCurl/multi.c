#include <poll.h>

#include "CCurl.h"
#include "library.h"

// A libcurl_multi is libcurl's own handle.

struct libcurl_multi *libcurl_multi_create(long connections) {
  CURLM *multi = libcurl.multi_init();
  if (multi == NULL) return NULL;
  libcurl.multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  libcurl.multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections);
  return multi;
}

void libcurl_multi_destroy(struct libcurl_multi *multi) { libcurl.multi_cleanup(multi); }

void libcurl_multi_advance(struct libcurl_multi *multi) {
  int running;
  libcurl.multi_perform(multi, &running);
}

void libcurl_multi_wait(struct libcurl_multi *multi, int milliseconds) {
  // A wait that fails must not become a loop that never sleeps.
  if (libcurl.multi_poll(multi, NULL, 0, milliseconds, NULL) != 0) poll(NULL, 0, milliseconds < 100 ? milliseconds : 100);
}

void libcurl_multi_wake(struct libcurl_multi *multi) { libcurl.multi_wakeup(multi); }
