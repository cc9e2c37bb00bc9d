/* gaiji: starts the build of the program that fits this processor.

   Lies in bin/; the builds lie in ../libexec/gaiji/ as gaiji-x86-64 and gaiji-x86-64-v3. Results do
   not depend on which one runs, only speed does. GAIJI_CPU=baseline or v3 chooses one by hand.
   Linked statically, so that it costs less than a millisecond. */
#include <cpuid.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether processor and system have all of x86-64-v3 (System V psABI for x86-64, section 3.1.1). */
static int has_v3(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned one = bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX | bit_F16C | bit_POPCNT |
                       bit_SSE4_2 | bit_SSE4_1 | bit_SSSE3 | bit_SSE3 | bit_CMPXCHG16B;
  if ((c & one) != one) return 0;
  /* The system must save the 256-bit registers: XCR0 bits 1 (SSE) and 2 (AVX). */
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  const unsigned seven = bit_AVX2 | bit_BMI | bit_BMI2;
  if ((b & seven) != seven) return 0;
  if (!__get_cpuid(0x80000001, &a, &b, &c, &d)) return 0;
  const unsigned extended = bit_LZCNT | bit_LAHF_LM;
  return (c & extended) == extended;
}

static int fail(int status, const char *what, const char *why) {
  fprintf(stderr, "gaiji: %s: %s\n", what, why);
  return status;
}

int main(int argc, char **argv) {
  (void)argc;
  int v3 = has_v3();
  const char *wish = getenv("GAIJI_CPU");
  if (wish && *wish) {
    if (!strcmp(wish, "v3")) {
      if (!v3) return fail(64, "GAIJI_CPU=v3", "this processor has no AVX2, BMI2 and so on");
    } else if (!strcmp(wish, "baseline")) {
      v3 = 0;
    } else {
      return fail(64, "GAIJI_CPU", "expected baseline or v3");
    }
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
  const char *build = v3 ? "/libexec/gaiji/gaiji-x86-64-v3" : "/libexec/gaiji/gaiji-x86-64";
  if (strlen(path) + strlen(build) >= sizeof path) return fail(70, path, "the path is too long");
  strcat(path, build);
  execv(path, argv);
  return fail(70, path, strerror(errno));
}
