/* The system's libcrypto, for SHA-256 only (EVP uses the processor's SHA instructions). */
#include <openssl/evp.h>
