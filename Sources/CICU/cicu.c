#include "cicu.h"
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/uvernum.h>

struct cicu_converter { UConverter *converter; };

static cicu_converter *open_with(const char *name, UConverterToUCallback callback) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return NULL;
  ucnv_setToUCallBack(converter, callback, NULL, NULL, NULL, &status);
  ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  ucnv_setFallback(converter, 0);
  cicu_converter *result = U_FAILURE(status) ? NULL : malloc(sizeof *result);
  if (result == NULL) { ucnv_close(converter); return NULL; }
  result->converter = converter;
  return result;
}

cicu_converter *cicu_open(const char *name) {
  return open_with(name, UCNV_TO_U_CALLBACK_STOP);
}

cicu_converter *cicu_open_replacing(const char *name) {
  return open_with(name, UCNV_TO_U_CALLBACK_SUBSTITUTE);
}

void cicu_close(cicu_converter *converter) {
  if (converter == NULL) return;
  ucnv_close(converter->converter);
  free(converter);
}

const char *cicu_name(const cicu_converter *converter) {
  UErrorCode status = U_ZERO_ERROR;
  const char *name = ucnv_getName(converter->converter, &status);
  return U_FAILURE(status) ? "" : name;
}

static int32_t failure(UErrorCode status) {
  switch (status) {
    case U_ILLEGAL_CHAR_FOUND:
    case U_ILLEGAL_ESCAPE_SEQUENCE:
    case U_UNSUPPORTED_ESCAPE_SEQUENCE: return CICU_INVALID;
    case U_INVALID_CHAR_FOUND: return CICU_UNDEFINED;
    case U_TRUNCATED_CHAR_FOUND: return CICU_TRUNCATED;
    default: return CICU_FAILED;
  }
}

int32_t cicu_decode(cicu_converter *converter, const uint8_t *bytes, int32_t count,
                    uint16_t *units, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t written = ucnv_toUChars(converter->converter, (UChar *)units, capacity,
                                  (const char *)bytes, count, &status);
  return U_FAILURE(status) ? failure(status) : written;
}

int32_t cicu_encode(cicu_converter *converter, const uint16_t *units, int32_t count,
                    uint8_t *bytes, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t written = ucnv_fromUChars(converter->converter, (char *)bytes, capacity,
                                    (const UChar *)units, count, &status);
  return U_FAILURE(status) ? failure(status) : written;
}

const char *cicu_version(void) { return U_ICU_VERSION; }
