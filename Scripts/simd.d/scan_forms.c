/* The bit masks of gaiji_scan.h in the form that this file is compiled for, over a stream of inputs
   that is the same everywhere, against models that look at one byte after the other. Prints the
   form's name and a checksum of all results; Scripts/check-simd compares those of all forms.

   Exit status 1, with a line that says what differs, when a result is not that of its model. */
#include <stdio.h>
#include <stdlib.h>
#include "gaiji_kernels.h"

#define ROOM 192

static uint64_t seed = 20;

/* SplitMix64. */
static uint64_t next(void) {
  uint64_t z = (seed += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static uint64_t sum = 0xCBF29CE484222325u;
static unsigned round_number;

/* FNV-1a over eight bytes at once. */
static void add(uint64_t value) { sum = (sum ^ value) * 0x100000001B3u; }

static void compare(const char *name, uint64_t found, uint64_t expected) {
  add(found);
  if (found == expected) return;
  printf("%s: %s of round %u is %016llx, and not %016llx\n", GAIJI_SCAN_FORM, name, round_number,
         (unsigned long long)found, (unsigned long long)expected);
  exit(1);
}

/* What a round is made of: any byte, bytes around those that are compared with, words of text, or one
   byte among equal ones. */
static void fill(uint8_t *bytes) {
  static const char *const words[] = {
      ",", "\n", "\r\n", "\"", "\t", "\xE3\x81\x82", "\xEF\xBC\xA1", "\xEE\x80\x80", "\xEF\xB8\x80",
      "\xF3\xA0\x84\x80", "\xC1", "\xED\xA0\x80", "abcdef", "\xEF", "\xBF\xBC\xBB",
  };
  static const uint8_t edges[] = {0x00, 0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x7F, 0x80, 0xBB, 0xBC, 0xBF,
                                  0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0,
                                  0xF4, 0xF5, 0xFF};
  size_t count = 0;
  switch (round_number % 4) {
  case 0:
    while (count < ROOM) bytes[count++] = (uint8_t)next();
    break;
  case 1:
    while (count < ROOM) bytes[count++] = edges[next() % sizeof edges];
    break;
  case 2:
    while (count < ROOM) {
      const char *word = words[next() % (sizeof words / sizeof *words)];
      while (*word != 0 && count < ROOM) bytes[count++] = (uint8_t)*word++;
    }
    break;
  default:
    /* All 256 values at all 64 places come by. */
    memset(bytes, edges[next() % sizeof edges], ROOM);
    bytes[round_number / 4 / 256 % 128] = (uint8_t)(round_number / 4);
  }
}

static void check_masks(const uint8_t *p, const gaiji_structure_bytes *structure) {
  const gaiji_masks found = gaiji_masks64(p, structure);
  const gaiji_masks plain = gaiji_masks_plain(p, structure);
  compare("structure", found.structure, plain.structure);
  compare("newline", found.newline, plain.newline);
  compare("quote", found.quote, plain.quote);
  compare("carriage", found.carriage, plain.carriage);
  compare("high", found.high, plain.high);
  compare("continuation", found.continuation, plain.continuation);
  compare("lead", found.lead, plain.lead);
  compare("lead3", found.lead3, plain.lead3);
  compare("ef", found.ef, plain.ef);
  compare("bc", found.bc, plain.bc);
  compare("other", found.other, plain.other);
}

static void check_searches(const uint8_t *p, const uint8_t *q) {
  const uint8_t low = (uint8_t)next(), span = (uint8_t)next(), one = p[next() % 64];
  uint64_t equal = 0, found = 0, range = 0;
  for (int i = 0; i < 64; i++) {
    equal |= (uint64_t)(p[i] == q[i]) << i;
    found |= (uint64_t)(p[i] == one) << i;
    range |= (uint64_t)((uint8_t)(p[i] - low) <= span) << i;
  }
  compare("equal64", gaiji_equal64(p, q), equal);
  compare("find64", gaiji_find64(p, one), found);
  compare("range64", gaiji_range64(p, low, span), range);
}

static void check_stops(const uint8_t *p) {
  uint8_t stops[64];
  for (int i = 0; i < 64; i++) stops[i] = (uint8_t)",\"\r\n"[i / 16];
  uint32_t expected = 0;
  for (int i = 0; i < 16; i++)
    if (p[i] >= 0x80 || p[i] == ',' || p[i] == '"' || p[i] == '\r' || p[i] == '\n')
      expected |= 1u << i;
  compare("stop_mask16", gaiji_stop_mask16(p, stops), expected);
}

static void check_places(void) {
  uint64_t structure = next();
  for (unsigned i = 0; i < round_number % 5; i++) structure &= next();
  if (round_number % 97 == 0) structure = ~(uint64_t)0;
  if (round_number % 89 == 0) structure = 0;
  const uint64_t counted = structure | (round_number % 3 == 0 ? ~(uint64_t)0 : next());
  const uint32_t first = (uint32_t)next();
  uint32_t places[80];
  for (int i = 0; i < 80; i++) places[i] = 0xDEADBEEF;
  const size_t count = gaiji_places(places, structure, counted, first);
  size_t expected = 0;
  uint32_t below = 0;
  for (int i = 0; i < 64; i++) {
    if (structure >> i & 1) compare("place", places[expected++], (uint32_t)(first + below));
    below += counted >> i & 1;
  }
  compare("count of places", count, expected);
  /* Room for 64 is promised, and no more. */
  for (int i = 64; i < 80; i++) compare("number behind the places", places[i], 0xDEADBEEF);
}

/* Numbers of characters: of whichever bits, since the bytes need not make sense for that. */
static void check_wide(const uint8_t *p) {
  uint64_t starts = next();
  for (unsigned i = 0; i < round_number % 3; i++) starts |= next();
  if (round_number % 79 == 0) starts = ~(uint64_t)0;
  if (round_number % 83 == 0) starts = 0;
  const uint64_t two = starts & next(), three = two & next();
  uint16_t found[80], plain[80];
  memset(found, 0xA5, sizeof found);
  const uint32_t count = gaiji_wide_codes(p, starts, two, found);
  compare("codes", count, gaiji_wide_codes_plain(p, starts, two, plain));
  for (uint32_t i = 0; i < count; i++) compare("code", found[i], plain[i]);
  compare("code points", gaiji_wide_utf8(p, starts, two & ~three, three, found),
          gaiji_wide_utf8_plain(p, starts, two & ~three, three, plain));
  for (uint32_t i = 0; i < count; i++) compare("code point", found[i], plain[i]);
  for (int i = 64; i < 80; i++) compare("number behind the codes", found[i], 0xA5A5);
  const uint32_t nth = (uint32_t)(next() % 66);
  uint64_t place = 64;
  for (uint32_t i = 0, n = 0; i < 64; i++)
    if (starts >> i & 1 && n++ == nth) place = i;
  compare("nth bit", gaiji_nth_bit(starts, nth), place);
}

static void check_copy(const uint8_t *p) {
  uint8_t copy[66] = {0};
  gaiji_copy64(copy + 1, p);
  compare("copy64", memcmp(copy + 1, p, 64) == 0 && copy[0] == 0 && copy[65] == 0, 1);
}

int main(void) {
  static const uint8_t delimiters[] = {',', '\t', ';', '|', '\n'};
  uint8_t bytes[ROOM], others[ROOM];
  for (round_number = 0; round_number < 200000; round_number++) {
    fill(bytes);
    for (int i = 0; i < ROOM; i++) others[i] = next() & 1 ? bytes[i] : (uint8_t)(bytes[i] ^ 0x80);
    gaiji_structure_bytes structure;
    const uint8_t delimiter = delimiters[next() % sizeof delimiters];
    memset(structure.delimiter, delimiter, 64);
    memset(structure.quote, delimiter == '\n' ? '\n' : '"', 64);
    const size_t place = next() % 128;
    check_masks(bytes + place, &structure);
    check_searches(bytes + place, others + place);
    check_stops(bytes + place);
    check_places();
    check_wide(bytes + place % 64);
    check_copy(bytes + place);
    if (round_number % 64 == 0) {
      uint8_t long_text[9000];
      for (int i = 0; i < 9000; i++) long_text[i] = bytes[(size_t)i % ROOM];
      const size_t length = next() % 9000;
      uint64_t characters = 0;
      for (size_t i = 0; i < length; i++) characters += (long_text[i] & 0xC0) != 0x80;
      compare("count_scalars", gaiji_count_scalars(long_text, length), characters);
    }
  }
  printf("%s %016llx\n", GAIJI_SCAN_FORM, (unsigned long long)sum);
  return 0;
}
