/* gaiji: starts the build of the program that fits this processor.

   Lies in bin/; the builds lie in ../libexec/gaiji/ as gaiji-x86-64, gaiji-x86-64-v3 and
   gaiji-x86-64-v4. Results do not depend on which one runs, only speed does. GAIJI_CPU=baseline, v3
   or v4 chooses one by hand.
   Linked statically, so that it costs less than a millisecond. */
#include <cpuid.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Which level of x86-64 processor and system have (System V psABI for x86-64, section 3.1.1): 1 for
   the baseline, 3, or 4. Level 2 has no build of its own. 4 asks for AVX512_VBMI2 beyond the level,
   which the build uses. */
static int level(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 1;
  const unsigned one = bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX | bit_F16C | bit_POPCNT |
                       bit_SSE4_2 | bit_SSE4_1 | bit_SSSE3 | bit_SSE3 | bit_CMPXCHG16B;
  if ((c & one) != one) return 1;
  /* The system must save the 256-bit registers: XCR0 bits 1 (SSE) and 2 (AVX). */
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 1;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 1;
  const unsigned seven = bit_AVX2 | bit_BMI | bit_BMI2;
  if ((b & seven) != seven) return 1;
  const unsigned wide = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  /* And the mask and 512-bit registers: bits 5 to 7. */
  const int has_wide = (b & wide) == wide && (c & bit_AVX512VBMI2) && (low & 0xE6) == 0xE6;
  if (!__get_cpuid(0x80000001, &a, &b, &c, &d)) return 1;
  const unsigned extended = bit_LZCNT | bit_LAHF_LM;
  if ((c & extended) != extended) return 1;
  return has_wide ? 4 : 3;
}

static int fail(int status, const char *what, const char *why) {
  fprintf(stderr, "gaiji: %s: %s\n", what, why);
  return status;
}

int main(int argc, char **argv) {
  (void)argc;
  static const struct {
    int level;
    const char *wish, *build;
  } builds[] = {
      {4, "v4", "/libexec/gaiji/gaiji-x86-64-v4"},
      {3, "v3", "/libexec/gaiji/gaiji-x86-64-v3"},
      {1, "baseline", "/libexec/gaiji/gaiji-x86-64"},
  };
  const int has = level();
  int pick = 0;
  while (builds[pick].level > has) pick++;
  const char *wish = getenv("GAIJI_CPU");
  if (wish && *wish) {
    pick = 0;
    while (pick < 3 && strcmp(wish, builds[pick].wish)) pick++;
    if (pick == 3) return fail(64, "GAIJI_CPU", "expected baseline, v3 or v4");
    if (builds[pick].level > has)
      return fail(64, wish, "this processor does not have what that build needs");
  }

  /* The link behind /proc/self/exe names this file itself, however it was called. */
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0) return fail(70, "/proc/self/exe", strerror(errno));
  path[length] = 0;
  for (int up = 0; up < 2; up++) {
    char *slash = strrchr(path, '/');
    if (!slash) return fail(70, path, "not an absolute path");
    *slash = 0;
  }
  const char *build = builds[pick].build;
  if (strlen(path) + strlen(build) >= sizeof path) return fail(70, path, "the path is too long");
  strcat(path, build);
  execv(path, argv);
  return fail(70, path, strerror(errno));
}
