/* How a glyph comes into a frame: one separable resampling. */
#include <math.h>

#include "gaiji_matching.h"
#include "lanes.h"

void gaiji_ink_sums(
    const uint8_t *ink, int width, int height, uint32_t *columns, uint32_t *rows) {
  memset(columns, 0, (size_t)width * sizeof *columns);
  for (int y = 0; y < height; y++) {
    const uint8_t *row = ink + (size_t)y * width;
    uint32_t total = 0;
    for (int x = 0; x < width; x++) {
      total += row[x];
      columns[x] += row[x];
    }
    rows[y] = total;
  }
}

typedef float four __attribute__((vector_size(16)));

/* Columns x ... x + 3 of `rows` (at most four) rows, as four rows of the target; missing rows are 0. */
INLINE void transpose_square(
    const float *source, int stride, int rows, float *target, int target_stride) {
  four r[4] = {{0}, {0}, {0}, {0}};
  for (int i = 0; i < rows; i++) memcpy(&r[i], source + (size_t)i * stride, 16);
  four a = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
  four b = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
  four c = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
  four d = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
  four columns[4] = {
      __builtin_shufflevector(a, b, 0, 1, 4, 5), __builtin_shufflevector(a, b, 2, 3, 6, 7),
      __builtin_shufflevector(c, d, 0, 1, 4, 5), __builtin_shufflevector(c, d, 2, 3, 6, 7)};
  for (int i = 0; i < 4; i++) memcpy(target + (size_t)i * target_stride, &columns[i], 16);
}

void gaiji_transpose(
    const float *source, int width, int height, int stride, float *target, int target_stride) {
  for (int y = 0; y < target_stride; y += 4) {
    int rows = height - y < 0 ? 0 : height - y < 4 ? height - y : 4;
    const float *from = source + (size_t)(rows > 0 ? y : 0) * stride;
    int x = 0;
    for (; x + 4 <= width; x += 4) {
      float *to = target + (size_t)x * target_stride + y;
      if (rows == 4)
        transpose_square(from + x, stride, 4, to, target_stride);
      else
        transpose_square(from + x, stride, rows, to, target_stride);
    }
    for (; x < width; x++)
      for (int i = 0; i < 4; i++)
        target[(size_t)x * target_stride + y + i] = i < rows ? from[(size_t)i * stride + x] : 0;
  }
}

void gaiji_transpose_ink(
    const uint8_t *ink, int width, int height, float *scratch, float *target, int stride) {
  for (size_t i = 0; i < (size_t)width * height; i++) scratch[i] = ink[i] * (1.0f / 255);
  gaiji_transpose(scratch, width, height, width, target, stride);
}

/* Ties of rounding go to even, as in the definition. */
static int gaussian_radius(double sigma) { return ((int)nearbyint(8 * sigma + 1) | 1) / 2; }

static void gaussian(double sigma, double *weights) {
  int radius = gaussian_radius(sigma);
  double total = 0;
  for (int i = -radius; i <= radius; i++) {
    weights[i + radius] = exp(-(double)(i * i) / (2 * sigma * sigma));
    total += weights[i + radius];
  }
  for (int i = 0; i <= 2 * radius; i++) weights[i] /= total;
}

int gaiji_gaussian_length(double sigma) { return 2 * gaussian_radius(sigma) + 1; }

void gaiji_gaussian(double sigma, float *weights) {
  double exact[GAIJI_MAX_BAND];
  gaussian(sigma, exact);
  int length = gaiji_gaussian_length(sigma);
  for (int i = 0; i < length; i++) weights[i] = (float)exact[i];
}

int gaiji_band_length(double scale) {
  return scale < 0.9 ? gaiji_gaussian_length(0.35 / scale) + 1 : 2;
}

void gaiji_resampling(
    int count, double centre, double scale, int side, int band, int32_t *first, int32_t *lengths,
    float *weights) {
  double taps[GAIJI_MAX_BAND] = {1};
  if (scale < 0.9) gaussian(0.35 / scale, taps);
  int radius = (band - 2) / 2;
  for (int i = 0; i < side; i++) {
    double place = (i + 0.5 - side / 2.0) / scale + centre - 0.5;
    double left = floor(place);
    double share = place - left;
    float *line = weights + (size_t)i * band;
    int written = 0;
    first[i] = 0;
    /* Far outside the ink: also where the number would not fit an int. */
    if (left > -band && left < (double)count + band) {
      int start = (int)left - radius;
      for (int k = 0; k < band; k++) {
        int source = start + k;
        if (source < 0 || source >= count) continue;
        double weight = (k < band - 1 ? taps[k] * (1 - share) : 0) + (k > 0 ? taps[k - 1] * share : 0);
        if (written == 0) first[i] = source;
        line[written++] = (float)weight;
      }
    }
    lengths[i] = written;
  }
}

void gaiji_resample(
    const float *source, int stride, const int32_t *first, const int32_t *lengths,
    const float *weights, int band, int side, float *target) {
  for (int i = 0; i < side; i++) {
    const float *line = weights + (size_t)i * band;
    const float *rows = source + (size_t)first[i] * stride;
    int length = lengths[i];
    for (int x = 0; x < stride; x += GAIJI_LANES) {
      lanes total = all(0);
      for (int k = 0; k < length; k++) total += all(line[k]) * load(rows + (size_t)k * stride + x);
      store(target + (size_t)i * stride + x, total);
    }
  }
}
