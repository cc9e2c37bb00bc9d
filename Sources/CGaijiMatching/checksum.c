/* A checksum as fast as memory, for the tables of an index, which are larger than SHA-256 could look
   at while a user waits. It finds accidents, not forgeries. */
#include "gaiji_matching.h"
#include "lanes.h"

typedef uint32_t words __attribute__((vector_size(64)));

/* Each step is invertible in the word and in the sum, so one changed word always changes its lane;
   the shift brings the high bits, which a product only moves up, down again. */
INLINE words mix(words sum, words next) {
  sum = (sum ^ next) * 0x9E3779B1u;
  return sum ^ (sum >> 15);
}

void gaiji_checksum(const uint8_t *bytes, size_t count, uint32_t *result) {
  words even = {0}, odd = {0}, next;
  odd += 1;
  size_t i = 0;
  for (; i + 128 <= count; i += 128) {
    memcpy(&next, bytes + i, 64);
    even = mix(even, next);
    memcpy(&next, bytes + i + 64, 64);
    odd = mix(odd, next);
  }
  uint8_t rest[128] = {0};
  if (count > i) memcpy(rest, bytes + i, count - i);
  memcpy(&next, rest, 64);
  even = mix(even, next);
  memcpy(&next, rest + 64, 64);
  odd = mix(odd, next);
  memcpy(result, &even, 64);
  memcpy(result + 16, &odd, 64);
}
