// MHD_start_daemon and MHD_get_daemon_info are variadic, which Swift does not import.
#include <microhttpd.h>

/// A thread per connection on an already listening socket; every callback gets `cls`.
static inline struct MHD_Daemon *liveprep_mhd_start(
    MHD_socket listener, unsigned int connectionLimit, unsigned int idleSeconds,
    size_t connectionMemory, void *(*begin)(void *, const char *, struct MHD_Connection *),
    MHD_AccessHandlerCallback access, MHD_RequestCompletedCallback completed, void *cls) {
  return MHD_start_daemon(
      MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ITC
          | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
      0, NULL, NULL, access, cls,
      MHD_OPTION_LISTEN_SOCKET, listener,
      MHD_OPTION_CONNECTION_LIMIT, connectionLimit,
      MHD_OPTION_CONNECTION_TIMEOUT, idleSeconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionMemory,
      MHD_OPTION_URI_LOG_CALLBACK, begin, cls,
      MHD_OPTION_NOTIFY_COMPLETED, completed, cls,
      MHD_OPTION_END);
}

/// A macro with a cast, which Swift does not import.
static const ssize_t liveprep_mhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;
