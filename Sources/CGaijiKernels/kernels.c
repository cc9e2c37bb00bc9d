#include "gaiji_kernels.h"
