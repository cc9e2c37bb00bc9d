/* The pair network: whether two drawings that were laid over each other show one figure.

   Whole numbers throughout: factors of 16 bits, sums of 32, so every order of adding gives the same.
   Only the scaling between layers is float, one multiplication and one addition for a value. */
#include <math.h>
#include <string.h>

#include "gaiji_matching.h"
#include "lanes.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

enum { CELLS = GAIJI_PAIR_SIDE, PLANE = CELLS * CELLS, PLANES = 8 };

void gaiji_pair_codes(const float *cells, uint8_t *codes) {
  for (int i = 0; i < PLANES * PLANE; i++)
    codes[i] = (uint8_t)(sqrtf(cells[i] * (1 / 12.0f)) * 255 + 0.5f);
}

static inline uint8_t larger_code(uint8_t a, uint8_t b) { return a > b ? a : b; }

void gaiji_pair_widen(const uint8_t *codes, uint8_t *target) {
  /* Rows with paper on both sides. */
  uint8_t tall[CELLS + 2] = {0};
  for (int d = 0; d < PLANES; d++)
    for (int y = 0; y < CELLS; y++) {
      const uint8_t *row = codes + d * PLANE + y * CELLS;
      const uint8_t *above = y == 0 ? row : row - CELLS;
      const uint8_t *below = y == CELLS - 1 ? row : row + CELLS;
      uint8_t *out = target + d * PLANE + y * CELLS;
      for (int x = 0; x < CELLS; x++)
        tall[x + 1] = larger_code(row[x], larger_code(above[x], below[x]));
      for (int x = 0; x < CELLS; x++)
        out[x] = larger_code(tall[x + 1], larger_code(tall[x], tall[x + 2]));
    }
}

/* What of `codes` is not in `other`, for a row of a plane. */
static inline void lay_row(
    const uint8_t *codes, const uint8_t *other, int channel, int16_t rows[CELLS][GAIJI_PAIR_INPUTS]) {
  for (int x = 0; x < CELLS; x++)
    rows[x][channel] = codes[x] > other[x] ? (int16_t)(codes[x] - other[x]) : 0;
}

void gaiji_pair_lay(
    const uint8_t *query, const uint8_t *query_wide, const uint8_t *candidate,
    const uint8_t *candidate_wide, int16_t *target) {
  enum { IN = GAIJI_PAIR_INPUTS, ROW = CELLS + 2 };
  static const uint8_t nothing[CELLS];
  memset(target, 0, (size_t)ROW * ROW * IN * sizeof *target);
  for (int y = 0; y < CELLS; y++) {
    int16_t rows[CELLS][IN];
    for (int d = 0; d < PLANES; d++) {
      size_t at = (size_t)d * PLANE + (size_t)y * CELLS;
      lay_row(query + at, nothing, d, rows);
      lay_row(candidate + at, nothing, PLANES + d, rows);
      lay_row(query + at, candidate_wide + at, 2 * PLANES + d, rows);
      lay_row(candidate + at, query_wide + at, 3 * PLANES + d, rows);
    }
    memcpy(target + ((size_t)(y + 1) * ROW + 1) * IN, rows, sizeof rows);
  }
}

/* Sums of 32 bits for LANES outputs; a step adds the products of two inputs with two weights each. */
#if defined(__AVX512BW__)
enum { LANES = 16 };
typedef __m512i sums;
#define NO_SUMS() _mm512_setzero_si512()
#define WEIGHTS(p) _mm512_loadu_si512((const void *)(p))
#define BOTH(pair) _mm512_set1_epi32(pair)
#if defined(__AVX512VNNI__)
#define ADD_PRODUCTS(s, a, b) _mm512_dpwssd_epi32(s, a, b)
#else
#define ADD_PRODUCTS(s, a, b) _mm512_add_epi32(s, _mm512_madd_epi16(a, b))
#endif
#define KEEP(p, s) _mm512_storeu_si512((void *)(p), s)
#elif defined(__AVX2__)
enum { LANES = 8 };
typedef __m256i sums;
#define NO_SUMS() _mm256_setzero_si256()
#define WEIGHTS(p) _mm256_loadu_si256((const __m256i *)(p))
#define BOTH(pair) _mm256_set1_epi32(pair)
#define ADD_PRODUCTS(s, a, b) _mm256_add_epi32(s, _mm256_madd_epi16(a, b))
#define KEEP(p, s) _mm256_storeu_si256((__m256i *)(p), s)
#elif defined(__SSE2__)
enum { LANES = 4 };
typedef __m128i sums;
#define NO_SUMS() _mm_setzero_si128()
#define WEIGHTS(p) _mm_loadu_si128((const __m128i *)(p))
#define BOTH(pair) _mm_set1_epi32(pair)
#define ADD_PRODUCTS(s, a, b) _mm_add_epi32(s, _mm_madd_epi16(a, b))
#define KEEP(p, s) _mm_storeu_si128((__m128i *)(p), s)
#else
enum { LANES = 4 };
typedef struct { int32_t v[4]; } sums;
static inline sums no_sums(void) { return (sums){{0, 0, 0, 0}}; }
static inline sums both(int32_t pair) { return (sums){{pair, pair, pair, pair}}; }
static inline sums weights_at(const int16_t *p) {
  sums s;
  memcpy(&s, p, sizeof s);
  return s;
}
static inline sums add_products(sums s, sums a, sums b) {
  for (int i = 0; i < 4; i++) {
    int16_t x[2], w[2];
    memcpy(x, &a.v[i], 4), memcpy(w, &b.v[i], 4);
    s.v[i] += (int32_t)x[0] * w[0] + (int32_t)x[1] * w[1];
  }
  return s;
}
#define NO_SUMS() no_sums()
#define WEIGHTS(p) weights_at(p)
#define BOTH(pair) both(pair)
#define ADD_PRODUCTS(s, a, b) add_products(s, a, b)
#define KEEP(p, s) memcpy((p), &(s), sizeof(s))
#endif

enum { TILE = 4 };

/* `blocks` vectors of outputs of TILE neighbouring cells. */
static inline __attribute__((always_inline)) void tile(
    const int16_t *source, size_t row, size_t step, int inputs, const int16_t *weights, int outputs,
    int blocks, int32_t result[TILE][2 * 16]) {
  sums s[TILE][2];
  for (int t = 0; t < TILE; t++)
    for (int b = 0; b < blocks; b++) s[t][b] = NO_SUMS();
  for (int y = 0; y < 3; y++)
    for (int x = 0; x < 3; x++) {
      const int16_t *cell = source + y * row + (size_t)x * inputs;
      const int16_t *w = weights + (size_t)(y * 3 + x) * inputs * outputs;
      for (int c = 0; c < inputs; c += 2, w += 2 * outputs) {
        sums some[2];
        for (int b = 0; b < blocks; b++) some[b] = WEIGHTS(w + b * 2 * LANES);
        for (int t = 0; t < TILE; t++) {
          int32_t pair;
          memcpy(&pair, cell + t * step + c, sizeof pair);
          sums twice = BOTH(pair);
          for (int b = 0; b < blocks; b++) s[t][b] = ADD_PRODUCTS(s[t][b], twice, some[b]);
        }
      }
    }
  for (int t = 0; t < TILE; t++)
    for (int b = 0; b < blocks; b++) KEEP(&result[t][b * LANES], s[t][b]);
}

void gaiji_pair_layer(
    const int16_t *source, int side, int inputs, int stride, const int16_t *weights,
    const int32_t *bias, float factor, int outputs, int adds, int16_t *target) {
  int count = side / stride;
  size_t row = (size_t)(side + 2) * inputs, step = (size_t)stride * inputs;
  size_t target_row = (size_t)(count + 2) * outputs;
  memset(target, 0, (count + 2) * target_row * sizeof *target);
  for (int y = 0; y < count; y++)
    for (int x = 0; x < count; x += TILE) {
      const int16_t *from = source + y * stride * row + x * step;
      int32_t found[TILE][2 * 16];
      for (int o = 0; o < outputs;) {
        int blocks = outputs - o >= 2 * LANES ? 2 : 1;
        if (blocks == 2) tile(from, row, step, inputs, weights + 2 * o, outputs, 2, found);
        else tile(from, row, step, inputs, weights + 2 * o, outputs, 1, found);
        for (int t = 0; t < TILE; t++) {
          int16_t *to = target + (y + 1) * target_row + (size_t)(x + t + 1) * outputs + o;
          const int16_t *own = source + (y + 1) * row + (size_t)(x + t + 1) * inputs + o;
          for (int k = 0; k < blocks * LANES; k++) {
            int32_t sum = found[t][k] + bias[o + k];
            int32_t value = sum > 0 ? (int32_t)((float)sum * factor + 0.5f) : 0;
            if (adds) value += own[k];
            to[k] = (int16_t)(value < GAIJI_PAIR_LIMIT ? value : GAIJI_PAIR_LIMIT);
          }
        }
        o += blocks * LANES;
      }
    }
}

void gaiji_pair_pool(const int16_t *source, int side, int channels, int32_t *totals, int32_t *largest) {
  for (int c = 0; c < channels; c++) totals[c] = largest[c] = 0;
  for (int y = 1; y <= side; y++)
    for (int x = 1; x <= side; x++) {
      const int16_t *cell = source + ((size_t)y * (side + 2) + x) * channels;
      for (int c = 0; c < channels; c++) {
        totals[c] += cell[c];
        if (cell[c] > largest[c]) largest[c] = cell[c];
      }
    }
}
