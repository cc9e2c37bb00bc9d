/* The few vector steps that Swift cannot express, with a plain form beside it for
   other processors. Static inline: the calls vanish. */
#ifndef GAIJI_KERNELS_H
#define GAIJI_KERNELS_H
#include <stddef.h>
#include <stdint.h>
#include "gaiji_scan.h"
#include "gaiji_wide.h"

#include "gaiji_variant.h"

#if defined(__SSE2__)
#include <emmintrin.h>

/* Bit i is set when p[i] >= 0x80 or equals one of the four stop bytes.
   `stops` is 64 bytes: four vectors of 16 equal bytes. Reads 16 bytes at p. */
static inline uint32_t gaiji_stop_mask16(const uint8_t *p, const uint8_t *stops) {
  __m128i x = _mm_loadu_si128((const __m128i *)p);
  __m128i a = _mm_cmpeq_epi8(x, _mm_loadu_si128((const __m128i *)stops));
  __m128i b = _mm_cmpeq_epi8(x, _mm_loadu_si128((const __m128i *)(stops + 16)));
  __m128i c = _mm_cmpeq_epi8(x, _mm_loadu_si128((const __m128i *)(stops + 32)));
  __m128i d = _mm_cmpeq_epi8(x, _mm_loadu_si128((const __m128i *)(stops + 48)));
  __m128i hit = _mm_or_si128(_mm_or_si128(x, a), _mm_or_si128(b, _mm_or_si128(c, d)));
  return (uint32_t)_mm_movemask_epi8(hit);
}
#else
static inline uint32_t gaiji_stop_mask16(const uint8_t *p, const uint8_t *stops) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t x = p[i];
    if (x >= 0x80 || x == stops[0] || x == stops[16] || x == stops[32] || x == stops[48])
      mask |= 1u << i;
  }
  return mask;
}
#endif

/* How many bytes are not UTF-8 continuation bytes (10xxxxxx): the characters of valid UTF-8.
   Plain C; compilers turn the loop into vector code. */
static inline size_t gaiji_count_scalars(const uint8_t *p, size_t count) {
  size_t total = 0;
  /* 128 steps: no lane of 8 bits can overflow. */
  while (count >= 4096) {
    uint8_t lanes[32] = {0};
    for (int step = 0; step < 128; step++)
      for (int i = 0; i < 32; i++) lanes[i] += (int8_t)p[step * 32 + i] > (int8_t)0xBF;
    for (int i = 0; i < 32; i++) total += lanes[i];
    p += 4096;
    count -= 4096;
  }
  for (size_t i = 0; i < count; i++) total += (int8_t)p[i] > (int8_t)0xBF;
  return total;
}
#endif
