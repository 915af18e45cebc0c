// Everything that we use of libcrypto is imported as it is; this header only names it.
#include <openssl/evp.h>
#include <openssl/hmac.h>
