/* Which processors this build is for, told by what the compiler was allowed to use. */
#ifndef GAIJI_VARIANT_H
#define GAIJI_VARIANT_H

/* A string literal. */
static inline const char *gaiji_variant(void) {
#if defined(__AVX2__) && defined(__BMI__) && defined(__BMI2__) && defined(__FMA__) && \
    defined(__F16C__) && defined(__LZCNT__) && defined(__MOVBE__)
  return "x86-64-v3";
#elif defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "generic";
#endif
}
#endif
