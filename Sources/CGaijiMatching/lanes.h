/* Sixteen floats at once, in whatever registers the target has: one of AVX-512, two of AVX, four of
   SSE2 or NEON. Clang and GCC know these vectors on every target. */
#ifndef GAIJI_LANES_H
#define GAIJI_LANES_H
#include <stdint.h>
#include <string.h>

/* A product and a sum stay two operations, whatever builds this: fused, they give other bits. */
#pragma STDC FP_CONTRACT OFF
/* That vectors are handed over in other registers on other targets concerns nobody: no function that
   others call takes one. */
#pragma clang diagnostic ignored "-Wpsabi"

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t bits __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))

INLINE lanes load(const float *p) {
  lanes v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, lanes v) { memcpy(p, &v, sizeof v); }

INLINE lanes all(float x) {
  return (lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

/* A comparison gives all ones or none, so this is a blend. */
INLINE lanes choose(bits mask, lanes yes, lanes no) {
  return (lanes)(((bits)yes & mask) | ((bits)no & ~mask));
}

INLINE lanes keep(bits mask, lanes v) { return (lanes)((bits)v & mask); }

INLINE lanes absolute(lanes v) {
  bits low = (bits){0} + 0x7FFFFFFF;
  return (lanes)((bits)v & low);
}

INLINE lanes larger(lanes a, lanes b) { return choose(a > b, a, b); }
INLINE lanes smaller(lanes a, lanes b) { return choose(a < b, a, b); }

/* In one fixed order. */
INLINE float sum_of(lanes v) {
  float total = 0;
  for (int i = 0; i < 16; i++) total += v[i];
  return total;
}
#endif
