/* System ICU converters behind an opaque type. Used only while charset tables are drawn and by
   conformance tests, never in a conversion: ICU deletes variation selectors without a word. */
#ifndef GAIJI_CICU_H
#define GAIJI_CICU_H
#include <stddef.h>
#include <stdint.h>

typedef struct cicu_converter cicu_converter;

/* Negative results of the functions below. */
#define CICU_INVALID (-1)   /* the bytes or units cannot be a code */
#define CICU_UNDEFINED (-2) /* well formed, but no counterpart */
#define CICU_TRUNCATED (-3) /* the input ends inside a code */
#define CICU_FAILED (-4)    /* the output is too small, or ICU failed otherwise */

/* Opens a converter that stops at every error and uses no fallback mapping. NULL: unknown name. */
cicu_converter *cicu_open(const char *name);
/* Opens a converter that reads each ill-formed part as one U+FFFD. NULL: unknown name. */
cicu_converter *cicu_open_replacing(const char *name);
void cicu_close(cicu_converter *converter);

/* ICU's own name of the converter, such as "ibm-943_P15A-2003". Lives as long as the converter. */
const char *cicu_name(const cicu_converter *converter);

/* Decodes `count` bytes from the initial state to UTF-16 code units.
   Returns the number of units (0...capacity) or a negative result. */
int32_t cicu_decode(cicu_converter *converter, const uint8_t *bytes, int32_t count,
                    uint16_t *units, int32_t capacity);

/* Encodes `count` UTF-16 code units from the initial state, and returns to it.
   Returns the number of bytes (0...capacity) or a negative result. */
int32_t cicu_encode(cicu_converter *converter, const uint16_t *units, int32_t count,
                    uint8_t *bytes, int32_t capacity);

/* The ICU version that the program was compiled with, such as "72.1". */
const char *cicu_version(void);
#endif
