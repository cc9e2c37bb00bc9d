/* Features into the space of the metric, and there into codes of one byte. */
#include "gaiji_matching.h"
#include "lanes.h"

/* Each value is one sum in the order of the features, whatever the number of queries. */
INLINE void project_some(
    const float *features, int count, const float *matrix, int dimensions, int d, int queries,
    float *out) {
  lanes sums[4][2];
  for (int q = 0; q < queries; q++) sums[q][0] = sums[q][1] = all(0);
  for (int f = 0; f < count; f++) {
    const float *row = matrix + (size_t)f * dimensions + d;
    lanes a = load(row), b = load(row + GAIJI_LANES);
    for (int q = 0; q < queries; q++) {
      lanes x = all(features[(size_t)q * count + f]);
      sums[q][0] += x * a;
      sums[q][1] += x * b;
    }
  }
  for (int q = 0; q < queries; q++) {
    store(out + (size_t)q * dimensions + d, sums[q][0]);
    store(out + (size_t)q * dimensions + d + GAIJI_LANES, sums[q][1]);
  }
}

void gaiji_project(
    const float *features, int queries, int count, const float *matrix, int dimensions, float *out) {
  for (int d = 0; d < dimensions; d += 2 * GAIJI_LANES) {
    int q = 0;
    for (; q + 4 <= queries; q += 4)
      project_some(features + (size_t)q * count, count, matrix, dimensions, d, 4,
                   out + (size_t)q * dimensions);
    for (; q < queries; q++)
      project_some(features + (size_t)q * count, count, matrix, dimensions, d, 1,
                   out + (size_t)q * dimensions);
  }
}

void gaiji_quantise(
    const float *values, const float *offsets, float step, int count, int8_t *codes) {
  for (int i = 0; i < count; i++) {
    float v = (values[i] - offsets[i]) / step;
    v = v > 127 ? 127 : v < -127 ? -127 : v;
    codes[i] = (int8_t)__builtin_lrintf(v);
  }
}
