#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "CCurl.h"
#include "library.h"

struct libcurl_transfer {
  CURL *easy;
  struct curl_slist *headers;
  libcurl_receiver take_head, take_body;
  void *context;
  char reason[CURL_ERROR_SIZE];
};

// https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html: the size of an item is always 1.
static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  struct libcurl_transfer *transfer = context;
  return transfer->take_head(bytes, size * count, transfer->context);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  struct libcurl_transfer *transfer = context;
  return transfer->take_body(bytes, size * count, transfer->context);
}

// No started program inherits a connection.
static int prepare_socket(void *context, int socket, int purpose) {
  (void)context;
  (void)purpose;
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  return 0;
}

struct libcurl_transfer *libcurl_transfer_create(
    libcurl_receiver head_receiver, libcurl_receiver body_receiver, void *context) {
  struct libcurl_transfer *transfer = calloc(1, sizeof *transfer);
  CURL *easy = libcurl.easy_init();
  if (transfer == NULL || easy == NULL) {
    if (easy) libcurl.easy_cleanup(easy);
    free(transfer);
    return NULL;
  }
  *transfer = (struct libcurl_transfer){
    .easy = easy, .take_head = head_receiver, .take_body = body_receiver, .context = context
  };
  int (*set)(CURL *, int, ...) = libcurl.easy_setopt;
  // The program's threads are many, and its signals its own.
  set(easy, CURLOPT_NOSIGNAL, 1L);
  // Since 7.87: a server whose name is still looked up can be given up at once.
  set(easy, CURLOPT_QUICK_EXIT, 1L);
  set(easy, CURLOPT_PROTOCOLS, 3L);  // HTTP and HTTPS
  // Since 7.54: a proxy's own answer to CONNECT is not the server's.
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy, CURLOPT_HEADEROPT, 1L);  // CURLHEADER_SEPARATE: a proxy gets no header of the server's
  set(easy, CURLOPT_SOCKOPTFUNCTION, prepare_socket);
  set(easy, CURLOPT_ERRORBUFFER, transfer->reason);
  set(easy, CURLOPT_PRIVATE, transfer);
  set(easy, CURLOPT_HEADERFUNCTION, take_head);
  set(easy, CURLOPT_HEADERDATA, transfer);
  set(easy, CURLOPT_WRITEFUNCTION, take_body);
  set(easy, CURLOPT_WRITEDATA, transfer);
  return transfer;
}

bool libcurl_transfer_add_header(struct libcurl_transfer *transfer, const char *line) {
  struct curl_slist *longer = libcurl.slist_append(transfer->headers, line);
  if (longer) transfer->headers = longer;
  return longer != NULL;
}

bool libcurl_transfer_trust(struct libcurl_transfer *transfer, const char *certificates) {
  return libcurl.easy_setopt(transfer->easy, CURLOPT_CAINFO, certificates) == 0;
}

bool libcurl_transfer_go_directly(struct libcurl_transfer *transfer) {
  return libcurl.easy_setopt(transfer->easy, CURLOPT_PROXY, "") == 0;
}

bool libcurl_transfer_post(struct libcurl_transfer *transfer, const char *url, const void *body, size_t count) {
  int (*set)(CURL *, int, ...) = libcurl.easy_setopt;
  return set(transfer->easy, CURLOPT_URL, url) == 0
      && set(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers) == 0
      && set(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (int64_t)count) == 0
      && set(transfer->easy, CURLOPT_COPYPOSTFIELDS, body) == 0;
}

void libcurl_transfer_destroy(struct libcurl_transfer *transfer) {
  libcurl.easy_cleanup(transfer->easy);
  libcurl.slist_free_all(transfer->headers);
  free(transfer);
}

const char *libcurl_transfer_reason(const struct libcurl_transfer *transfer, int result) {
  return transfer->reason[0] ? transfer->reason : libcurl.easy_strerror(result);
}

int libcurl_transfer_system_error(const struct libcurl_transfer *transfer) {
  long number = 0;
  libcurl.easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
  return (int)number;
}

int64_t libcurl_transfer_sent(const struct libcurl_transfer *transfer) {
  int64_t count = 0;
  libcurl.easy_getinfo(transfer->easy, CURLINFO_SIZE_UPLOAD_T, &count);
  return count;
}

// Here, where a transfer's parts are known: from a message to the transfer that it is about.
struct libcurl_transfer *libcurl_multi_next_ended(struct libcurl_multi *multi, int *result) {
  int left;
  struct curl_message *message;
  while ((message = libcurl.multi_info_read(multi, &left)) != NULL) {
    if (message->kind != CURLMSG_DONE) continue;
    *result = message->data.result;
    struct libcurl_transfer *transfer = NULL;
    libcurl.easy_getinfo(message->easy, CURLINFO_PRIVATE, &transfer);
    return transfer;
  }
  return NULL;
}

void libcurl_multi_add(struct libcurl_multi *multi, struct libcurl_transfer *transfer) {
  libcurl.multi_add_handle(multi, transfer->easy);
}

void libcurl_multi_remove(struct libcurl_multi *multi, struct libcurl_transfer *transfer) {
  libcurl.multi_remove_handle(multi, transfer->easy);
}
