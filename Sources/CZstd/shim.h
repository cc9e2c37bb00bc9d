/* The system's libzstd, its stable interface only. */
#include <zstd.h>
#include <zstd_errors.h>
