/* The system's libpng, through its simplified interface. */
#include <png.h>
