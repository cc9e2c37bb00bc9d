/* Brute force over codes of one byte: sums are whole numbers, so every way of adding gives the same. */
#include "gaiji_matching.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

int32_t gaiji_distance(const int8_t *a, const int8_t *b, int dimensions) {
  int32_t total = 0;
  for (int i = 0; i < dimensions; i++) {
    int32_t d = (int32_t)a[i] - b[i];
    total += d * d;
  }
  return total;
}

void gaiji_norms(const int8_t *entries, int entry_count, int dimensions, int32_t *norms) {
  for (int e = 0; e < entry_count; e++) {
    int32_t total = 0;
    const int8_t *entry = entries + (size_t)e * dimensions;
    for (int i = 0; i < dimensions; i++) total += (int32_t)entry[i] * entry[i];
    norms[e] = total;
  }
}

/* Dot products of up to four queries with one entry. The entry is read once. */
#if defined(__AVX512BW__)
#define STEP 32
typedef __m512i wide;
#define WIDEN(p) _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(p)))
#define ZERO() _mm512_setzero_si512()
#define ADD_PRODUCTS(sum, a, b) _mm512_add_epi32(sum, _mm512_madd_epi16(a, b))
#define TOTAL(v) _mm512_reduce_add_epi32(v)
#elif defined(__AVX2__)
#define STEP 16
typedef __m256i wide;
#define WIDEN(p) _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(p)))
#define ZERO() _mm256_setzero_si256()
#define ADD_PRODUCTS(sum, a, b) _mm256_add_epi32(sum, _mm256_madd_epi16(a, b))
static inline int32_t total256(__m256i v) {
  __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(s, _mm_shuffle_epi32(s, 0xB1)));
}
#define TOTAL(v) total256(v)
#elif defined(__SSE2__)
#define STEP 8
typedef __m128i wide;
#define WIDEN(p) \
  _mm_srai_epi16(_mm_unpacklo_epi8(_mm_setzero_si128(), _mm_loadl_epi64((const __m128i *)(p))), 8)
#define ZERO() _mm_setzero_si128()
#define ADD_PRODUCTS(sum, a, b) _mm_add_epi32(sum, _mm_madd_epi16(a, b))
static inline int32_t total128(__m128i s) {
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(s, _mm_shuffle_epi32(s, 0xB1)));
}
#define TOTAL(v) total128(v)
#endif

#if defined(STEP)
static void keys_of_four(
    const int8_t *queries, const int8_t *entries, const int32_t *norms, int entry_count,
    int dimensions, int32_t *keys, size_t row) {
  const int8_t *q0 = queries, *q1 = q0 + dimensions, *q2 = q1 + dimensions, *q3 = q2 + dimensions;
  for (int e = 0; e < entry_count; e++) {
    const int8_t *entry = entries + (size_t)e * dimensions;
    wide s0 = ZERO(), s1 = ZERO(), s2 = ZERO(), s3 = ZERO();
    for (int i = 0; i < dimensions; i += STEP) {
      wide x = WIDEN(entry + i);
      s0 = ADD_PRODUCTS(s0, x, WIDEN(q0 + i));
      s1 = ADD_PRODUCTS(s1, x, WIDEN(q1 + i));
      s2 = ADD_PRODUCTS(s2, x, WIDEN(q2 + i));
      s3 = ADD_PRODUCTS(s3, x, WIDEN(q3 + i));
    }
    keys[e] = norms[e] - 2 * TOTAL(s0);
    keys[row + e] = norms[e] - 2 * TOTAL(s1);
    keys[2 * row + e] = norms[e] - 2 * TOTAL(s2);
    keys[3 * row + e] = norms[e] - 2 * TOTAL(s3);
  }
}
#endif

void gaiji_search_keys(
    const int8_t *queries, int query_count, const int8_t *entries, const int32_t *norms,
    int entry_count, int dimensions, int32_t *keys) {
  size_t row = (size_t)entry_count;
  int q = 0;
#if defined(STEP)
  for (; q + 4 <= query_count; q += 4)
    keys_of_four(queries + (size_t)q * dimensions, entries, norms, entry_count, dimensions,
                 keys + q * row, row);
#endif
  for (; q < query_count; q++) {
    const int8_t *query = queries + (size_t)q * dimensions;
    for (int e = 0; e < entry_count; e++) {
      const int8_t *entry = entries + (size_t)e * dimensions;
      int32_t total = 0;
#if defined(STEP)
      wide sum = ZERO();
      for (int i = 0; i < dimensions; i += STEP) sum = ADD_PRODUCTS(sum, WIDEN(entry + i), WIDEN(query + i));
      total = TOTAL(sum);
#else
      for (int i = 0; i < dimensions; i++) total += (int32_t)entry[i] * query[i];
#endif
      keys[q * row + e] = norms[e] - 2 * total;
    }
  }
}

int gaiji_keep_smallest(
    const int32_t *keys, int count, int32_t base, int limit, int32_t *best_keys,
    int32_t *best_numbers, int filled) {
  int32_t worst = filled < limit ? INT32_MAX : best_keys[filled - 1];
  for (int i = 0; i < count; i++) {
    int32_t key = keys[i];
    if (key >= worst && filled == limit) continue;
    int place = filled < limit ? filled++ : limit - 1;
    /* Later numbers are larger: an equal key stays before the new one. */
    while (place > 0 && best_keys[place - 1] > key) {
      best_keys[place] = best_keys[place - 1];
      best_numbers[place] = best_numbers[place - 1];
      place--;
    }
    best_keys[place] = key;
    best_numbers[place] = base + i;
    if (filled == limit) worst = best_keys[limit - 1];
  }
  return filled;
}
