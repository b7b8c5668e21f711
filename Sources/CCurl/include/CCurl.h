// libcurl, opened when a server is first asked through it and not linked: it and the thirty libraries behind it would
// cost every start some milliseconds, and there would be no building without its headers.
//
// What is declared here is the little that a streamed POST needs. A transfer and a multi belong to one thread; only
// `libcurl_multi_wake` may be called from others. Documentation: https://curl.se/libcurl/c/
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  LIBCURL_OPEN = 0,
  /// There is none on this machine.
  LIBCURL_MISSING,
  /// There is one, from before 7.68, which cannot be woken while it waits.
  LIBCURL_TOO_OLD,
  /// There is one, and it could not prepare itself.
  LIBCURL_BROKEN,
};

/// Opens the library if it is not open yet; nothing else here may be called before it has returned LIBCURL_OPEN. From
/// any thread, and again after a failure.
int libcurl_open(void);

// The results of transfers that are told apart: CURLcode of https://curl.se/libcurl/c/libcurl-errors.html
enum {
  LIBCURL_OK = 0,
  LIBCURL_UNSUPPORTED_PROTOCOL = 1,
  LIBCURL_COULDNT_RESOLVE_PROXY = 5,
  LIBCURL_COULDNT_RESOLVE_HOST = 6,
  LIBCURL_COULDNT_CONNECT = 7,
  LIBCURL_WEIRD_SERVER_REPLY = 8,
  LIBCURL_OPERATION_TIMEDOUT = 28,
  LIBCURL_SSL_CONNECT_ERROR = 35,
  LIBCURL_SSL_CERTPROBLEM = 58,
  LIBCURL_SSL_CIPHER = 59,
  LIBCURL_PEER_FAILED_VERIFICATION = 60,
  LIBCURL_SSL_CACERT_BADFILE = 77,
  LIBCURL_SSL_ISSUER_ERROR = 83,
  LIBCURL_SSL_INVALIDCERTSTATUS = 91,
  LIBCURL_PROXY = 97,
  LIBCURL_SSL_CLIENTCERT = 98,
};

// MARK: - One request and its answer

struct libcurl_transfer;

/// Takes bytes in; returns their count, or another number to end the transfer.
typedef size_t (*libcurl_receiver)(const void *bytes, size_t count, void *context);

/// Makes a transfer that follows no redirects, checks the peer's certificate and name, keeps no cookies, prints nothing
/// and has no limit of time. NULL without memory.
///
/// - take_head: gets the head line by line, with the line ends; those of interim answers and trailers too.
/// - take_body: gets the body as it comes.
struct libcurl_transfer *_Nullable libcurl_transfer_create(
    libcurl_receiver take_head, libcurl_receiver take_body, void *context);

// What follows copies what it is given, and is false without memory; then the transfer must not be used.

/// Adds a line to the head, as "Name: value". It goes to the server and not to a proxy before it. "Name:" leaves a line
/// out that libcurl would send.
bool libcurl_transfer_add_header(struct libcurl_transfer *transfer, const char *line);

/// Trusts the authorities of a file in place of the system's.
bool libcurl_transfer_trust(struct libcurl_transfer *transfer, const char *certificates);

/// Uses no proxy, whatever the environment says.
bool libcurl_transfer_go_directly(struct libcurl_transfer *transfer);

/// Makes it a POST. Call it last.
bool libcurl_transfer_post(struct libcurl_transfer *transfer, const char *url, const void *body, size_t count);

/// The transfer must have been removed from its multi.
void libcurl_transfer_destroy(struct libcurl_transfer *transfer);

/// What went wrong, in libcurl's words.
const char *libcurl_transfer_reason(const struct libcurl_transfer *transfer, int result);

/// The errno of a connection that could not be made; 0 where there was none.
int libcurl_transfer_system_error(const struct libcurl_transfer *transfer);

/// Bytes of the body that have been sent.
int64_t libcurl_transfer_sent(const struct libcurl_transfer *transfer);

// MARK: - Several at once

struct libcurl_multi;

/// Makes room for transfers, as many at most to one server at once as there may be connections; the others wait.
/// Connections are kept for the next. NULL without memory.
struct libcurl_multi *_Nullable libcurl_multi_create(long connections);

/// All transfers must have been removed. Closes the connections.
void libcurl_multi_destroy(struct libcurl_multi *multi);

/// Starts a transfer at the next `libcurl_multi_advance`.
void libcurl_multi_add(struct libcurl_multi *multi, struct libcurl_transfer *transfer);

/// Ends a transfer that is under way, its connection included where another cannot use it.
void libcurl_multi_remove(struct libcurl_multi *multi, struct libcurl_transfer *transfer);

/// Does what can be done without waiting. The receivers are called from here.
void libcurl_multi_advance(struct libcurl_multi *multi);

/// A transfer that has ended since, with its result; NULL when there is no other. Remove it before asking again.
struct libcurl_transfer *_Nullable libcurl_multi_next_ended(struct libcurl_multi *multi, int *result);

/// Sleeps until a connection can go on, somebody woke it, or so many milliseconds have passed.
void libcurl_multi_wait(struct libcurl_multi *multi, int milliseconds);

/// Ends the wait under way, or else the next. From any thread, while the multi exists.
void libcurl_multi_wake(struct libcurl_multi *multi);

/// Keeps SIGPIPE from the calling thread: TLS libraries write to sockets in ways that raise it.
void libcurl_thread_prepare(void);

#pragma clang assume_nonnull end

#endif
