/* One row of the Sobel gradient of a square image. */
#ifndef GAIJI_GRADIENT_H
#define GAIJI_GRADIENT_H
#include "gaiji_matching.h"
#include "lanes.h"

/* Values of row y, `side` of each; beyond the edges the image is read as dcb|abcd|cba. gx grows to
   the right, gy downwards. */
INLINE void gradient_row(const float *image, int side, int y, float *gx, float *gy) {
  const float *above = image + (size_t)(y == 0 ? 1 : y - 1) * side;
  const float *row = image + (size_t)y * side;
  const float *below = image + (size_t)(y == side - 1 ? side - 2 : y + 1) * side;
  float smooth[GAIJI_MAX_SIDE + 2], slope[GAIJI_MAX_SIDE + 2];
  for (int x = 0; x < side; x += GAIJI_LANES) {
    lanes a = load(above + x), b = load(row + x), c = load(below + x);
    store(smooth + 1 + x, a + b + b + c);
    store(slope + 1 + x, c - a);
  }
  smooth[0] = smooth[2];
  slope[0] = slope[2];
  smooth[side + 1] = smooth[side - 1];
  slope[side + 1] = slope[side - 1];
  for (int x = 0; x < side; x += GAIJI_LANES) {
    store(gx + x, load(smooth + x + 2) - load(smooth + x));
    lanes middle = load(slope + x + 1);
    store(gy + x, load(slope + x) + middle + middle + load(slope + x + 2));
  }
}
#endif
