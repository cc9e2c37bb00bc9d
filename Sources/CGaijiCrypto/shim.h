/* The system's libcrypto, for SHA-256 only. Its low-level functions use the processor's SHA
   instructions as EVP does, and their context is plain memory: a run can put it into a checkpoint and
   go on from it. They are deprecated in favour of EVP, which has no way to do that. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

static inline void gaiji_sha256_init(SHA256_CTX *context) { (void)SHA256_Init(context); }

static inline void gaiji_sha256_update(SHA256_CTX *context, const void *bytes, size_t count) {
  (void)SHA256_Update(context, bytes, count);
}

/* Writes 32 bytes. */
static inline void gaiji_sha256_final(SHA256_CTX *context, unsigned char *digest) {
  (void)SHA256_Final(digest, context);
}

/* Bytes that are not in the sums yet; room for 64. */
static inline unsigned char *gaiji_sha256_rest(SHA256_CTX *context) {
  return (unsigned char *)context->data;
}

static inline SHA_LONG *gaiji_sha256_sums(SHA256_CTX *context) { return context->h; }

/* Says how many bytes are in the sums: a multiple of 64. */
static inline void gaiji_sha256_setCount(SHA256_CTX *context, unsigned long long bytes) {
  context->Nl = (SHA_LONG)(bytes << 3);
  context->Nh = (SHA_LONG)(bytes >> 29);
  context->num = 0;
}
