/* Gradient directions of a frame, pooled: the features of one view. */
#include <math.h>

#include "gaiji_matching.h"
#include "lanes.h"
#include "gradient.h"

void gaiji_blur(
    const float *image, int side, const float *weights, int taps, float *scratch, float *target) {
  int radius = taps / 2, stride = side + 2 * GAIJI_BLUR_MARGIN;
  /* Down; a Gaussian is even, so its taps are taken in pairs. */
  for (int y = 0; y < side; y++) {
    const float *row = image + (size_t)y * side;
    float *line = scratch + (size_t)y * stride + GAIJI_BLUR_MARGIN;
    for (int x = 0; x < side; x += GAIJI_LANES) {
      lanes total = all(weights[radius]) * load(row + x);
      for (int k = 1; k <= radius; k++) {
        int above = y - k < 0 ? k - y : y - k;
        int below = y + k >= side ? 2 * side - 2 - (y + k) : y + k;
        total += all(weights[radius + k]) *
                 (load(image + (size_t)above * side + x) + load(image + (size_t)below * side + x));
      }
      store(line + x, total);
    }
    for (int i = 1; i <= radius; i++) {
      line[-i] = line[i];
      line[side - 1 + i] = line[side - 1 - i];
    }
  }
  /* Across, when all rows are written: a load right behind the stores that it overlaps would wait for
     them. */
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x += GAIJI_LANES) {
      const float *middle = scratch + (size_t)y * stride + GAIJI_BLUR_MARGIN + x;
      lanes total = all(weights[radius]) * load(middle);
      for (int k = 1; k <= radius; k++)
        total += all(weights[radius + k]) * (load(middle - k) + load(middle + k));
      store(target + (size_t)y * side + x, total);
    }
}

/* atan(a) * 4 / pi for 0 <= a <= 1, to 2.2e-7: a minimax polynomial in a * a. */
INLINE lanes octant_share(lanes a) {
  lanes u = a * a;
  lanes p = all(-0.00516244862f);
  p = p * u + all(0.027836835f);
  p = p * u + all(-0.0711898655f);
  p = p * u + all(0.122768328f);
  p = p * u + all(-0.177090198f);
  p = p * u + all(0.253967553f);
  p = p * u + all(-0.424368978f);
  p = p * u + all(1.27323866f);
  return p * a;
}

INLINE lanes root(lanes v) {
  lanes r;
  for (int i = 0; i < 16; i++) r[i] = __builtin_sqrtf(v[i]);
  return r;
}

/* The eight planes of row y, [8][64]. Inside an octant the angle, counted from its axis, is the
   diagonal's share of the length. */
INLINE void direction_row(const float *image, int y, float *planes) {
  float across[GAIJI_MAX_SIDE], down[GAIJI_MAX_SIDE];
  gradient_row(image, 64, y, across, down);
  for (int x = 0; x < 64; x += GAIJI_LANES) {
    lanes gx = load(across + x), gy = load(down + x);
    lanes ax = absolute(gx), ay = absolute(gy);
    lanes length = root(gx * gx + gy * gy);
    bits wide = ax >= ay;
    lanes large = choose(wide, ax, ay), small = choose(wide, ay, ax);
    lanes share = octant_share(small / larger(large, all(1e-30f)));
    lanes diagonal = length * share;
    lanes axis = length - diagonal;
    bits right = gx >= 0, low = gy >= 0;
    store(planes + 0 * 64 + x, keep(wide & right, axis));
    store(planes + 1 * 64 + x, keep(right & low, diagonal));
    store(planes + 2 * 64 + x, keep(~wide & low, axis));
    store(planes + 3 * 64 + x, keep(~right & low, diagonal));
    store(planes + 4 * 64 + x, keep(wide & ~right, axis));
    store(planes + 5 * 64 + x, keep(~right & ~low, diagonal));
    store(planes + 6 * 64 + x, keep(~wide & ~low, axis));
    store(planes + 7 * 64 + x, keep(right & ~low, diagonal));
  }
}

/* A weight below this changes no float that it is added to. */
static const float negligible = 1e-9f;

void gaiji_pooled_directions(
    const float *image, const float *windows, const float *transposed, int grid, float *scratch,
    float *features) {
  float planes[8 * 64];
  memset(scratch, 0, (size_t)grid * 8 * 64 * sizeof *scratch);
  for (int y = 0; y < 64; y++) {
    direction_row(image, y, planes);
    for (int i = 0; i < grid; i++) {
      float weight = windows[i * 64 + y];
      if (weight < negligible) continue;
      float *sums = scratch + (size_t)i * 8 * 64;
      for (int x = 0; x < 8 * 64; x += GAIJI_LANES)
        store(sums + x, load(sums + x) + all(weight) * load(planes + x));
    }
  }
  float total = 0;
  for (int d = 0; d < 8; d++)
    for (int i = 0; i < grid; i++) {
      const float *sums = scratch + ((size_t)i * 8 + d) * 64;
      lanes cells = all(0);
      for (int x = 0; x < 64; x++) cells += all(sums[x]) * load(transposed + x * GAIJI_LANES);
      float *line = features + ((size_t)d * grid + i) * grid;
      for (int j = 0; j < grid; j++) {
        line[j] = cells[j];
        total += cells[j];
      }
    }
  float scale = total > 1e-12f ? total : 1e-12f;
  for (int i = 0; i < 8 * grid * grid; i++) features[i] = __builtin_sqrtf(features[i] / scale);
}
