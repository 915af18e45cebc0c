// Everything of libebur128 is imported as it is; this header only names it.
#include <ebur128.h>
