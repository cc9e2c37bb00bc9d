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

/* Sixteen-bit factors, whose products are added in pairs to sums of 32 bits: the widest the target
   has. */
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
/* Queries are widened once for all entries, as many dimensions at a time as fit here. */
enum { GROUP = 4, LARGEST = 1024 };

static inline __attribute__((always_inline)) void keys_of_some(
    const int8_t *queries, int count, const int8_t *entries, const int32_t *norms, int entry_count,
    int dimensions, int32_t *keys) {
  wide q[GROUP][LARGEST / STEP];
  int steps = dimensions / STEP;
  for (int k = 0; k < count; k++)
    for (int i = 0; i < steps; i++) q[k][i] = WIDEN(queries + (size_t)k * dimensions + i * STEP);
  for (int e = 0; e < entry_count; e++) {
    const int8_t *entry = entries + (size_t)e * dimensions;
    wide sums[GROUP];
    for (int k = 0; k < count; k++) sums[k] = ZERO();
    for (int i = 0; i < steps; i++) {
      wide x = WIDEN(entry + i * STEP);
      for (int k = 0; k < count; k++) sums[k] = ADD_PRODUCTS(sums[k], x, q[k][i]);
    }
    for (int k = 0; k < count; k++)
      keys[(size_t)k * entry_count + e] = norms[e] - 2 * TOTAL(sums[k]);
  }
}
#endif

void gaiji_search_keys(
    const int8_t *queries, int query_count, const int8_t *entries, const int32_t *norms,
    int entry_count, int dimensions, int32_t *keys) {
  size_t row = (size_t)entry_count;
  int k = 0;
#if defined(STEP)
  if (dimensions <= LARGEST) {
    for (; k + GROUP <= query_count; k += GROUP)
      keys_of_some(queries + (size_t)k * dimensions, GROUP, entries, norms, entry_count, dimensions,
                   keys + k * row);
    for (; k < query_count; k++)
      keys_of_some(queries + (size_t)k * dimensions, 1, entries, norms, entry_count, dimensions,
                   keys + k * row);
  }
#endif
  for (; k < query_count; k++) {
    const int8_t *query = queries + (size_t)k * dimensions;
    for (int e = 0; e < entry_count; e++) {
      const int8_t *entry = entries + (size_t)e * dimensions;
      int32_t total = 0;
      for (int i = 0; i < dimensions; i++) total += (int32_t)entry[i] * query[i];
      keys[k * row + e] = norms[e] - 2 * total;
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
