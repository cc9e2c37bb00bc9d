/* Characters through a table in two passes: the first finds, sixty-four bytes a step, where characters
   begin and which entry of the table each one needs; the second goes over these numbers alone. So
   neither waits for a guess about what kind of character comes next: runs of kanji, kana and digits
   may change as often as they like.

   Worth it where a processor moves bytes together by a mask in one step (AVX-512 VBMI2); elsewhere
   GAIJI_WIDE is 0, and the kernels that go character by character do the work. */
#ifndef GAIJI_WIDE_H
#define GAIJI_WIDE_H
#include "gaiji_scan.h"

/* Byte by byte: for other processors, and what the vector forms are tested against. Characters begin
   at the bits of `starts`, codes of two bytes at those of `leads`. Writes their places in a table:
   the code less 0x8000, or 0x8000 and the byte. Returns how many. */
GAIJI_INLINE uint32_t gaiji_wide_codes_plain(const uint8_t *p, uint64_t starts, uint64_t leads,
                                             uint16_t *out) {
  uint32_t count = 0;
  for (int i = 0; i < 64; i++) {
    if (!(starts >> i & 1)) continue;
    out[count++] = (uint16_t)(leads >> i & 1 ? ((uint32_t)p[i] << 8 | p[i + 1]) & 0x7FFF
                                             : 0x8000u | p[i]);
  }
  return count;
}

/* The same for UTF-8 of one to three bytes, which the caller has found well-formed: characters of two
   bytes begin at `lead2`, of three at `lead3`. Writes code points. */
GAIJI_INLINE uint32_t gaiji_wide_utf8_plain(const uint8_t *p, uint64_t starts, uint64_t lead2,
                                            uint64_t lead3, uint16_t *out) {
  uint32_t count = 0;
  for (int i = 0; i < 64; i++) {
    if (!(starts >> i & 1)) continue;
    uint32_t code = p[i];
    if (lead2 >> i & 1) code = (uint32_t)(p[i] & 0x1F) << 6 | (p[i + 1] & 0x3F);
    if (lead3 >> i & 1)
      code = (uint32_t)(p[i] & 0x0F) << 12 | (uint32_t)(p[i + 1] & 0x3F) << 6 | (p[i + 2] & 0x3F);
    out[count++] = (uint16_t)code;
  }
  return count;
}

#if defined(__AVX512VBMI2__) && defined(__AVX512BW__) && defined(__BMI2__)
#define GAIJI_WIDE 1

/* `low` and `high` hold the numbers' bytes at the places of `starts`. */
GAIJI_INLINE uint32_t gaiji_wide_put(__m512i low, __m512i high, uint64_t starts, uint16_t *out) {
  low = _mm512_maskz_compress_epi8(starts, low);
  high = _mm512_maskz_compress_epi8(starts, high);
  _mm512_storeu_si512(
      out, _mm512_or_si512(
               _mm512_cvtepu8_epi16(_mm512_castsi512_si256(low)),
               _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(high)), 8)));
  _mm512_storeu_si512(
      out + 32,
      _mm512_or_si512(
          _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(low, 1)),
          _mm512_slli_epi16(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(high, 1)), 8)));
  return (uint32_t)gaiji_popcount(starts);
}

/* Reads 65 bytes at p; room for 64 numbers is needed, whatever is written. */
GAIJI_INLINE uint32_t gaiji_wide_codes(const uint8_t *p, uint64_t starts, uint64_t leads,
                                       uint16_t *out) {
  const __m512i first = gaiji_load(p), second = gaiji_load(p + 1);
  const __m512i low = _mm512_mask_mov_epi8(first, leads, second);
  const __m512i high = _mm512_mask_mov_epi8(gaiji_all(0x80), leads,
                                            _mm512_and_si512(first, gaiji_all(0x7F)));
  return gaiji_wide_put(low, high, starts, out);
}

/* Reads 66 bytes at p; room for 64 numbers is needed, whatever is written. */
GAIJI_INLINE uint32_t gaiji_wide_utf8(const uint8_t *p, uint64_t starts, uint64_t lead2,
                                      uint64_t lead3, uint16_t *out) {
  const __m512i a = gaiji_load(p), b = gaiji_load(p + 1), c = gaiji_load(p + 2);
  const __m512i x3F = gaiji_all(0x3F), xC0 = gaiji_all(0xC0);
  /* Shifts go by 16 bits; what comes in from the neighbour is masked away. */
  const __m512i low2 = _mm512_or_si512(_mm512_and_si512(_mm512_slli_epi16(a, 6), xC0),
                                       _mm512_and_si512(b, x3F));
  const __m512i high2 = _mm512_and_si512(_mm512_srli_epi16(a, 2), gaiji_all(0x07));
  const __m512i low3 = _mm512_or_si512(_mm512_and_si512(_mm512_slli_epi16(b, 6), xC0),
                                       _mm512_and_si512(c, x3F));
  const __m512i high3 =
      _mm512_or_si512(_mm512_and_si512(_mm512_slli_epi16(a, 4), gaiji_all(0xF0)),
                      _mm512_and_si512(_mm512_srli_epi16(b, 2), gaiji_all(0x0F)));
  __m512i low = _mm512_mask_mov_epi8(a, lead2, low2);
  low = _mm512_mask_mov_epi8(low, lead3, low3);
  __m512i high = _mm512_maskz_mov_epi8(lead2, high2);
  high = _mm512_mask_mov_epi8(high, lead3, high3);
  return gaiji_wide_put(low, high, starts, out);
}
#else
#define GAIJI_WIDE 0
GAIJI_INLINE uint32_t gaiji_wide_codes(const uint8_t *p, uint64_t starts, uint64_t leads,
                                       uint16_t *out) {
  return gaiji_wide_codes_plain(p, starts, leads, out);
}
GAIJI_INLINE uint32_t gaiji_wide_utf8(const uint8_t *p, uint64_t starts, uint64_t lead2,
                                      uint64_t lead3, uint16_t *out) {
  return gaiji_wide_utf8_plain(p, starts, lead2, lead3, out);
}
#endif

/* Where the bit of `bits` is that has `count` of them below it; 64 when there is none. */
GAIJI_INLINE uint64_t gaiji_nth_bit(uint64_t bits, uint32_t count) {
  while (bits != 0 && count-- > 0) bits &= bits - 1;
  return bits == 0 ? 64 : (uint64_t)__builtin_ctzll(bits);
}

/* Whether the steps above are faster than going character by character. */
GAIJI_INLINE int gaiji_is_wide(void) { return GAIJI_WIDE; }

/* Writes the table's bytes for `count` numbers, a multiple of 16, at o and up to four bytes beyond
   them. Every number is below the table's size; an entry has the number of its bytes (0 to 3) in bits
   29..28 and the bytes in bits 23..0, the lowest first. Returns the bytes written; bit 24 of `*seen`
   is set when it was in one of the entries. */
GAIJI_INLINE size_t gaiji_wide_write(const uint16_t *numbers, size_t count, const uint32_t *table,
                                     uint8_t *o, uint32_t *seen) {
  uint8_t *q = o;
  uint32_t all = 0;
  for (size_t i = 0; i < count; i += 16) {
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
      const uint32_t entry = table[numbers[i + k]];
      memcpy(q, &entry, 4);
      q += entry >> 28;
      all |= entry;
    }
  }
  *seen = all;
  return (size_t)(q - o);
}
#endif
