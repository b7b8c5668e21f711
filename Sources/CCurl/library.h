// The functions of libcurl that are used, as https://curl.se/libcurl/c/allfuncs.html describes them.
#ifndef CCURL_LIBRARY_H
#define CCURL_LIBRARY_H

#include <stdint.h>

typedef void CURL;
typedef void CURLM;
struct curl_slist;

// https://curl.se/libcurl/c/curl_multi_info_read.html
struct curl_message {
  int kind;
  CURL *easy;
  union {
    void *whatever;
    int result;
  } data;
};

struct libcurl {
  int (*global_init)(long flags);
  struct curl_slist *(*slist_append)(struct curl_slist *list, const char *line);
  void (*slist_free_all)(struct curl_slist *list);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *easy);
  int (*easy_setopt)(CURL *easy, int option, ...);
  int (*easy_getinfo)(CURL *easy, int info, ...);
  const char *(*easy_strerror)(int result);
  CURLM *(*multi_init)(void);
  int (*multi_cleanup)(CURLM *multi);
  int (*multi_setopt)(CURLM *multi, int option, ...);
  int (*multi_add_handle)(CURLM *multi, CURL *easy);
  int (*multi_remove_handle)(CURLM *multi, CURL *easy);
  int (*multi_perform)(CURLM *multi, int *running);
  struct curl_message *(*multi_info_read)(CURLM *multi, int *left);
  int (*multi_poll)(CURLM *multi, void *extra, unsigned extra_count, int milliseconds, int *ready);
  int (*multi_wakeup)(CURLM *multi);
};

/// Filled once `libcurl_open` has succeeded, and constant from then on.
extern struct libcurl libcurl;

// Numbers of options and of what can be asked for. libcurl never changes the number of one (https://curl.se/libcurl/abi.html);
// an option's page is https://curl.se/libcurl/c/ with the name and .html, as CURLOPT_URL.html. What an option takes is
// in its number: a long below 10000, a pointer from there, a function from 20000, a curl_off_t (64 bits) from 30000.
enum {
  CURLOPT_WRITEDATA = 10001,
  CURLOPT_URL = 10002,
  CURLOPT_PROXY = 10004,
  CURLOPT_ERRORBUFFER = 10010,
  CURLOPT_WRITEFUNCTION = 20011,
  CURLOPT_HTTPHEADER = 10023,
  CURLOPT_HEADERDATA = 10029,
  CURLOPT_CAINFO = 10065,
  CURLOPT_HEADERFUNCTION = 20079,
  CURLOPT_NOSIGNAL = 99,
  CURLOPT_PRIVATE = 10103,
  CURLOPT_POSTFIELDSIZE_LARGE = 30120,
  CURLOPT_SOCKOPTFUNCTION = 20148,
  CURLOPT_COPYPOSTFIELDS = 10165,
  CURLOPT_PROTOCOLS = 181,
  CURLOPT_HEADEROPT = 229,
  CURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
  CURLOPT_QUICK_EXIT = 322,

  CURLINFO_SIZE_UPLOAD_T = 0x600000 + 7,
  CURLINFO_PRIVATE = 0x100000 + 21,
  CURLINFO_OS_ERRNO = 0x200000 + 25,

  CURLMOPT_MAXCONNECTS = 6,
  CURLMOPT_MAX_HOST_CONNECTIONS = 7,

  CURLMSG_DONE = 1,
  CURL_ERROR_SIZE = 256,
};

#endif
