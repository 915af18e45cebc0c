// MHD_start_daemon is variadic, which Swift does not import.
#include <microhttpd.h>
