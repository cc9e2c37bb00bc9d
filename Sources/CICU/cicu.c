#include "cicu.h"
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/uvernum.h>

struct cicu_converter { UConverter *converter; };

cicu_converter *cicu_open(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return NULL;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  ucnv_setFallback(converter, 0);
  cicu_converter *result = malloc(sizeof *result);
  if (result == NULL) { ucnv_close(converter); return NULL; }
  result->converter = converter;
  return result;
}
void cicu_close(cicu_converter *converter) {
  if (converter == NULL) return;
  ucnv_close(converter->converter);
  free(converter);
}
const char *cicu_version(void) { return U_ICU_VERSION; }
