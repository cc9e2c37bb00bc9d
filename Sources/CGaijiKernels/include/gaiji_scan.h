/* Sixty-four bytes as bit masks: bit i speaks of byte i. Swift has no words for a vector
   comparison that ends in a bit mask; everything that decides what the masks mean is Swift.

   Which form is compiled follows from the processor that the build is for: 512, 256 or 128 bits a
   step, or plain C. All give the same masks; ScanMaskTests compare them with a byte by byte model. */
#ifndef GAIJI_SCAN_H
#define GAIJI_SCAN_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512BW__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#define GAIJI_INLINE static inline __attribute__((always_inline))

/* The bytes of structure, one vector of 64 equal bytes each. */
typedef struct {
  uint8_t delimiter[64];
  uint8_t quote[64];
} gaiji_structure_bytes;

typedef struct {
  /* Delimiters and newlines. */
  uint64_t structure;
  uint64_t newline;
  uint64_t quote;
  uint64_t carriage;
  /* Bytes of 80 and above. */
  uint64_t high;
  /* 80-BF. */
  uint64_t continuation;
  /* C2-FF: the second byte of a character follows. */
  uint64_t lead;
  /* E0-FF: so does a third. */
  uint64_t lead3;
  /* EF. */
  uint64_t ef;
  /* BC-BF. */
  uint64_t bc;
  /* E0, ED, EE, F0-FF. */
  uint64_t other;
} gaiji_masks;

#if defined(__AVX512BW__)
#define GAIJI_SCAN_FORM "avx512"
typedef __m512i gaiji_v;
GAIJI_INLINE gaiji_v gaiji_load(const uint8_t *p) { return _mm512_loadu_si512((const void *)p); }
GAIJI_INLINE gaiji_v gaiji_all(uint8_t b) { return _mm512_set1_epi8((char)b); }
GAIJI_INLINE uint64_t gaiji_eq(gaiji_v v, gaiji_v b) { return _mm512_cmpeq_epi8_mask(v, b); }
GAIJI_INLINE uint64_t gaiji_high(gaiji_v v) { return _mm512_movepi8_mask(v); }
/* Bytes above b, both of 80 and above; bytes below 80 count as above. */
GAIJI_INLINE uint64_t gaiji_gt(gaiji_v v, gaiji_v b) { return _mm512_cmpgt_epi8_mask(v, b); }
GAIJI_INLINE uint64_t gaiji_eq3(gaiji_v v, gaiji_v a, gaiji_v b, gaiji_v c) {
  return gaiji_eq(v, a) | gaiji_eq(v, b) | gaiji_eq(v, c);
}
GAIJI_INLINE void gaiji_copy64(uint8_t *o, const uint8_t *p) {
  _mm512_storeu_si512((void *)o, gaiji_load(p));
}
#elif defined(__AVX2__)
#define GAIJI_SCAN_FORM "avx2"
typedef struct { __m256i a, b; } gaiji_v;
GAIJI_INLINE gaiji_v gaiji_load(const uint8_t *p) {
  gaiji_v v = {_mm256_loadu_si256((const __m256i *)p),
               _mm256_loadu_si256((const __m256i *)(p + 32))};
  return v;
}
GAIJI_INLINE gaiji_v gaiji_all(uint8_t b) {
  gaiji_v v = {_mm256_set1_epi8((char)b), _mm256_set1_epi8((char)b)};
  return v;
}
GAIJI_INLINE uint64_t gaiji_join(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}
GAIJI_INLINE uint64_t gaiji_eq(gaiji_v v, gaiji_v b) {
  return gaiji_join(_mm256_cmpeq_epi8(v.a, b.a), _mm256_cmpeq_epi8(v.b, b.b));
}
GAIJI_INLINE uint64_t gaiji_high(gaiji_v v) { return gaiji_join(v.a, v.b); }
GAIJI_INLINE uint64_t gaiji_gt(gaiji_v v, gaiji_v b) {
  return gaiji_join(_mm256_cmpgt_epi8(v.a, b.a), _mm256_cmpgt_epi8(v.b, b.b));
}
GAIJI_INLINE uint64_t gaiji_eq3(gaiji_v v, gaiji_v a, gaiji_v b, gaiji_v c) {
  return gaiji_join(
      _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v.a, a.a), _mm256_cmpeq_epi8(v.a, b.a)),
                      _mm256_cmpeq_epi8(v.a, c.a)),
      _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(v.b, a.b), _mm256_cmpeq_epi8(v.b, b.b)),
                      _mm256_cmpeq_epi8(v.b, c.b)));
}
GAIJI_INLINE void gaiji_copy64(uint8_t *o, const uint8_t *p) {
  gaiji_v v = gaiji_load(p);
  _mm256_storeu_si256((__m256i *)o, v.a);
  _mm256_storeu_si256((__m256i *)(o + 32), v.b);
}
#elif defined(__SSE2__)
#define GAIJI_SCAN_FORM "sse2"
typedef struct { __m128i v[4]; } gaiji_v;
GAIJI_INLINE gaiji_v gaiji_load(const uint8_t *p) {
  gaiji_v v;
  for (int i = 0; i < 4; i++) v.v[i] = _mm_loadu_si128((const __m128i *)(p + 16 * i));
  return v;
}
GAIJI_INLINE gaiji_v gaiji_all(uint8_t b) {
  gaiji_v v;
  for (int i = 0; i < 4; i++) v.v[i] = _mm_set1_epi8((char)b);
  return v;
}
GAIJI_INLINE uint64_t gaiji_join(__m128i a, __m128i b, __m128i c, __m128i d) {
  uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
  uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
  return low | high << 32;
}
GAIJI_INLINE uint64_t gaiji_eq(gaiji_v v, gaiji_v b) {
  return gaiji_join(_mm_cmpeq_epi8(v.v[0], b.v[0]), _mm_cmpeq_epi8(v.v[1], b.v[0]),
                    _mm_cmpeq_epi8(v.v[2], b.v[0]), _mm_cmpeq_epi8(v.v[3], b.v[0]));
}
GAIJI_INLINE uint64_t gaiji_high(gaiji_v v) {
  return gaiji_join(v.v[0], v.v[1], v.v[2], v.v[3]);
}
GAIJI_INLINE uint64_t gaiji_gt(gaiji_v v, gaiji_v b) {
  return gaiji_join(_mm_cmpgt_epi8(v.v[0], b.v[0]), _mm_cmpgt_epi8(v.v[1], b.v[0]),
                    _mm_cmpgt_epi8(v.v[2], b.v[0]), _mm_cmpgt_epi8(v.v[3], b.v[0]));
}
GAIJI_INLINE __m128i gaiji_eq3_16(__m128i v, __m128i a, __m128i b, __m128i c) {
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b)),
                      _mm_cmpeq_epi8(v, c));
}
GAIJI_INLINE uint64_t gaiji_eq3(gaiji_v v, gaiji_v a, gaiji_v b, gaiji_v c) {
  return gaiji_join(gaiji_eq3_16(v.v[0], a.v[0], b.v[0], c.v[0]),
                    gaiji_eq3_16(v.v[1], a.v[0], b.v[0], c.v[0]),
                    gaiji_eq3_16(v.v[2], a.v[0], b.v[0], c.v[0]),
                    gaiji_eq3_16(v.v[3], a.v[0], b.v[0], c.v[0]));
}
GAIJI_INLINE void gaiji_copy64(uint8_t *o, const uint8_t *p) {
  for (int i = 0; i < 4; i++)
    _mm_storeu_si128((__m128i *)(o + 16 * i), _mm_loadu_si128((const __m128i *)(p + 16 * i)));
}
#else
#define GAIJI_SCAN_FORM "plain"
#define GAIJI_SCAN_PLAIN 1
GAIJI_INLINE void gaiji_copy64(uint8_t *o, const uint8_t *p) { memcpy(o, p, 64); }
#endif

/* Byte by byte: for other processors, and what the vector forms are tested against. */
GAIJI_INLINE gaiji_masks gaiji_masks_plain(const uint8_t *p, const gaiji_structure_bytes *bytes) {
  gaiji_masks m = {0};
  for (int i = 0; i < 64; i++) {
    const uint8_t b = p[i];
    const uint64_t bit = (uint64_t)1 << i;
    if (b == '\n') m.newline |= bit;
    if (b == '\n' || b == bytes->delimiter[0]) m.structure |= bit;
    if (b == bytes->quote[0]) m.quote |= bit;
    if (b == '\r') m.carriage |= bit;
    if (b >= 0x80) m.high |= bit;
    if (b >= 0x80 && b < 0xC0) m.continuation |= bit;
    if (b >= 0xC2) m.lead |= bit;
    if (b >= 0xE0) m.lead3 |= bit;
    if (b == 0xEF) m.ef |= bit;
    if (b >= 0xBC && b < 0xC0) m.bc |= bit;
    if (b == 0xE0 || b == 0xED || b == 0xEE || b >= 0xF0) m.other |= bit;
  }
  return m;
}

/* Reads 64 bytes at p. */
GAIJI_INLINE gaiji_masks gaiji_masks64(const uint8_t *p, const gaiji_structure_bytes *bytes) {
#ifdef GAIJI_SCAN_PLAIN
  return gaiji_masks_plain(p, bytes);
#else
  const gaiji_v v = gaiji_load(p);
  gaiji_masks m;
  m.newline = gaiji_eq(v, gaiji_all('\n'));
  m.structure = m.newline | gaiji_eq(v, gaiji_load(bytes->delimiter));
  m.quote = gaiji_eq(v, gaiji_load(bytes->quote));
  m.carriage = gaiji_eq(v, gaiji_all('\r'));
  m.high = gaiji_high(v);
  m.continuation = m.lead = m.lead3 = m.ef = m.bc = m.other = 0;
  if (m.high != 0) {
    m.continuation = ~gaiji_gt(v, gaiji_all(0xBF));
    m.lead = gaiji_gt(v, gaiji_all(0xC1)) & m.high;
    m.lead3 = gaiji_gt(v, gaiji_all(0xDF)) & m.high;
    m.ef = gaiji_eq(v, gaiji_all(0xEF));
    m.bc = gaiji_gt(v, gaiji_all(0xBB)) & m.continuation;
    m.other = gaiji_eq3(v, gaiji_all(0xE0), gaiji_all(0xED), gaiji_all(0xEE)) |
              (gaiji_gt(v, gaiji_all(0xEF)) & m.high);
  }
  return m;
#endif
}

/* Which of the 64 bytes at p equal those at q. */
GAIJI_INLINE uint64_t gaiji_equal64(const uint8_t *p, const uint8_t *q) {
#ifdef GAIJI_SCAN_PLAIN
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == q[i]) << i;
  return mask;
#elif defined(__SSE2__) && !defined(__AVX2__)
  const gaiji_v v = gaiji_load(p), w = gaiji_load(q);
  return gaiji_join(_mm_cmpeq_epi8(v.v[0], w.v[0]), _mm_cmpeq_epi8(v.v[1], w.v[1]),
                    _mm_cmpeq_epi8(v.v[2], w.v[2]), _mm_cmpeq_epi8(v.v[3], w.v[3]));
#else
  return gaiji_eq(gaiji_load(p), gaiji_load(q));
#endif
}

/* Which of the 64 bytes at p are b. */
GAIJI_INLINE uint64_t gaiji_find64(const uint8_t *p, uint8_t b) {
#ifdef GAIJI_SCAN_PLAIN
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == b) << i;
  return mask;
#else
  return gaiji_eq(gaiji_load(p), gaiji_all(b));
#endif
}

/* Which of the 64 bytes at p lie between low and low + span, both included. */
GAIJI_INLINE uint64_t gaiji_range64(const uint8_t *p, uint8_t low, uint8_t span) {
#if defined(GAIJI_SCAN_PLAIN)
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)((uint8_t)(p[i] - low) <= span) << i;
  return mask;
#elif defined(__AVX512BW__)
  return _mm512_cmple_epu8_mask(_mm512_sub_epi8(gaiji_load(p), gaiji_all(low)), gaiji_all(span));
#elif defined(__AVX2__)
  /* A saturating difference of 0: not above the span. */
  const gaiji_v v = gaiji_load(p), l = gaiji_all(low), n = gaiji_all(span);
  const __m256i zero = _mm256_setzero_si256();
  return gaiji_join(
      _mm256_cmpeq_epi8(_mm256_subs_epu8(_mm256_sub_epi8(v.a, l.a), n.a), zero),
      _mm256_cmpeq_epi8(_mm256_subs_epu8(_mm256_sub_epi8(v.b, l.b), n.b), zero));
#else
  const gaiji_v v = gaiji_load(p), l = gaiji_all(low), n = gaiji_all(span);
  const __m128i zero = _mm_setzero_si128();
  __m128i r[4];
  for (int i = 0; i < 4; i++)
    r[i] = _mm_cmpeq_epi8(_mm_subs_epu8(_mm_sub_epi8(v.v[i], l.v[i]), n.v[i]), zero);
  return gaiji_join(r[0], r[1], r[2], r[3]);
#endif
}

GAIJI_INLINE uint64_t gaiji_popcount(uint64_t x) { return (uint64_t)__builtin_popcountll(x); }

/* Writes, for each bit of `structure` from the lowest, `first` plus how many bits of `counted` are
   below it. Room for 64 numbers at `out` is needed, whatever is written.
   `structure` is a part of `counted`. Returns how many numbers were written. */
GAIJI_INLINE size_t gaiji_places(uint32_t *out, uint64_t structure, uint64_t counted,
                                 uint32_t first) {
#if defined(__BMI2__)
  const size_t count = gaiji_popcount(structure);
  uint64_t bits = __builtin_ia32_pext_di(structure, counted);
#if defined(__AVX512VBMI2__) && defined(__AVX512BW__)
  const __m512i all = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
      39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i places = _mm512_maskz_compress_epi8(bits, all);
  const __m512i base = _mm512_set1_epi32((int)first);
  _mm512_storeu_si512(out, _mm512_add_epi32(
      base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
  if (count > 16) {
    for (int i = 1; i < 4; i++) {
      uint8_t part[64];
      _mm512_storeu_si512(part, places);
      _mm512_storeu_si512(out + 16 * i, _mm512_add_epi32(
          base, _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(part + 16 * i)))));
    }
  }
#else
  /* Eight at a time without asking: a branch that is always taken costs less than one that has to be
     guessed. The rest writes 64 for an empty mask, which the next call overwrites. */
  for (size_t done = 0; done < count; done += 8) {
    for (int i = 0; i < 8; i++) {
      out[done + i] = first + (uint32_t)__builtin_ia32_tzcnt_u64(bits);
      bits &= bits - 1;
    }
  }
#endif
  return count;
#else
  size_t count = 0;
  while (structure != 0) {
    const uint64_t lowest = structure & (0 - structure);
    out[count++] = first + (uint32_t)gaiji_popcount(counted & (lowest - 1));
    structure ^= lowest;
  }
  return count;
#endif
}
#endif
