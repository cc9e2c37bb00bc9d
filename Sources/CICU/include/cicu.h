/* System ICU converters behind an opaque type. Used only while charset tables are drawn and by
   conformance tests, never in a conversion: ICU deletes variation selectors without a word. */
#ifndef GAIJI_CICU_H
#define GAIJI_CICU_H
#include <stddef.h>
#include <stdint.h>

typedef struct cicu_converter cicu_converter;

/* Opens a converter that stops at every error and uses no fallback mapping. NULL: unknown name. */
cicu_converter *cicu_open(const char *name);
void cicu_close(cicu_converter *converter);
/* The ICU version, such as "72.1". */
const char *cicu_version(void);
#endif
