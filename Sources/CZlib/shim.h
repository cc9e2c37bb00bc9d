/* The system's zlib, for gzip files. */
#include <zlib.h>
