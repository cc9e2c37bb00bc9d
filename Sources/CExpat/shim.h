/* The system's expat, for SVG files. */
#include <expat.h>
