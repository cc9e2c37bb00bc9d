/* What remains of the strokes of two glyphs when they are laid over each other. */
#include <math.h>

#include "gaiji_matching.h"
#include "gradient.h"
#include "lanes.h"

/* The eight planes of row y, [8][side]: the gradient as a sum of an axis and a diagonal. */
INLINE void octant_row(const float *image, int side, int y, float *planes) {
  float across[GAIJI_MAX_SIDE], down[GAIJI_MAX_SIDE];
  gradient_row(image, side, y, across, down);
  for (int x = 0; x < side; x += GAIJI_LANES) {
    lanes gx = load(across + x), gy = load(down + x);
    lanes ax = absolute(gx), ay = absolute(gy);
    bits wide = ax >= ay, right = gx >= 0, low = gy >= 0;
    lanes axis = absolute(ax - ay);
    lanes diagonal = choose(wide, ay, ax) * all(1.41421356f);
    store(planes + 0 * side + x, keep(wide & right, axis));
    store(planes + 1 * side + x, keep(right & low, diagonal));
    store(planes + 2 * side + x, keep(~wide & low, axis));
    store(planes + 3 * side + x, keep(~right & low, diagonal));
    store(planes + 4 * side + x, keep(wide & ~right, axis));
    store(planes + 5 * side + x, keep(~right & ~low, diagonal));
    store(planes + 6 * side + x, keep(~wide & ~low, axis));
    store(planes + 7 * side + x, keep(right & ~low, diagonal));
  }
}

/* Six taps (1 5 10 10 5 1) / 32 across, two values apart: side / 2 cells; beyond the edges is 0. */
INLINE void halve_row(const float *row, int side, float *cells) {
  /* One value of paper on both sides, and room for a whole vector. */
  float even[GAIJI_MAX_SIDE / 2 + 2 * GAIJI_LANES] = {0};
  float odd[GAIJI_MAX_SIDE / 2 + 2 * GAIJI_LANES] = {0};
  for (int x = 0; x < side; x += 2 * GAIJI_LANES) {
    lanes a = load(row + x), b = load(row + x + GAIJI_LANES);
    store(even + 1 + x / 2, __builtin_shufflevector(
        a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
    store(odd + 1 + x / 2, __builtin_shufflevector(
        a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
  }
  for (int c = 0; c < side / 2; c += GAIJI_LANES) {
    const float *e = even + 1 + c, *o = odd + 1 + c;
    lanes outer = load(e - 1) + load(o + 1);
    lanes next = load(o - 1) + load(e + 1);
    lanes inner = load(e) + load(o);
    store(cells + c, (outer + all(5) * next + all(10) * inner) * all(1.0f / 32));
  }
}

void gaiji_descriptor(const float *image, int side, float *cells) {
  int count = side / 2;
  size_t size = (size_t)count * count;
  float planes[8 * GAIJI_MAX_SIDE], halves[GAIJI_MAX_SIDE / 2];
  memset(cells, 0, 8 * size * sizeof *cells);
  for (int y = 0; y < side; y++) {
    octant_row(image, side, y, planes);
    /* Row y is tap t of cell row (y + 2 - t) / 2. */
    float next = y % 2 ? 5.0f / 32 : 1.0f / 32;
    float same = 10.0f / 32;
    float last = y % 2 ? 1.0f / 32 : 5.0f / 32;
    int row = y / 2;
    for (int d = 0; d < 8; d++) {
      halve_row(planes + d * side, side, halves);
      float *plane = cells + d * size;
      for (int c = 0; c < count; c += GAIJI_LANES) {
        lanes h = load(halves + c);
        float *here = plane + (size_t)row * count + c;
        if (row > 0) store(here - count, load(here - count) + all(last) * h);
        store(here, load(here) + all(same) * h);
        if (row < count - 1) store(here + count, load(here + count) + all(next) * h);
      }
    }
  }
  lanes total = all(0);
  for (size_t i = 0; i < 8 * size; i += GAIJI_LANES) total += load(cells + i);
  float mean = sum_of(total) / (float)size;
  float scale = 1 / (mean > 1e-12f ? mean : 1e-12f);
  for (size_t i = 0; i < 8 * size; i += GAIJI_LANES)
    store(cells + i, smaller(load(cells + i) * all(scale), all(12)));
}

void gaiji_widen(const float *cells, int count, float *target) {
  float padded[GAIJI_MAX_SIDE / 2 + 2 * GAIJI_LANES] = {0};
  for (int d = 0; d < 8; d++) {
    const float *plane = cells + (size_t)d * count * count;
    float *out = target + (size_t)d * count * count;
    for (int y = 0; y < count; y++) {
      const float *row = plane + (size_t)y * count;
      /* Cells are never negative, so a row of the plane itself can stand for the paper outside. */
      const float *above = y == 0 ? row : row - count;
      const float *below = y == count - 1 ? row : row + count;
      for (int x = 0; x < count; x += GAIJI_LANES)
        store(padded + 1 + x, larger(load(row + x), larger(load(above + x), load(below + x))));
      padded[count + 1] = 0;
      for (int x = 0; x < count; x += GAIJI_LANES)
        store(out + (size_t)y * count + x,
              larger(load(padded + x), larger(load(padded + x + 1), load(padded + x + 2))));
    }
  }
}

void gaiji_residual_map(const float *cells, const float *other, int count, float *map) {
  size_t size = (size_t)count * count;
  for (size_t i = 0; i < size; i += GAIJI_LANES) {
    lanes total = all(0);
    for (int d = 0; d < 8; d++)
      total += larger(load(cells + d * size + i) - load(other + d * size + i), all(0));
    store(map + i, total);
  }
}

/* The largest sum of a box x box of the map, or of its third powers. */
INLINE float largest_box(const float *map, int count, int box, int cubic, float *columns) {
  float largest = 0;
  int places = count - box + 1;
  for (int y = 0; y < places; y++) {
    for (int x = 0; x < count; x += GAIJI_LANES) {
      lanes total = all(0);
      for (int k = 0; k < box; k++) {
        lanes v = load(map + (size_t)(y + k) * count + x);
        total += cubic ? v * v * v : v;
      }
      store(columns + x, total);
    }
    lanes best = all(0);
    for (int x = 0; x < places; x += GAIJI_LANES) {
      lanes total = all(0);
      for (int k = 0; k < box; k++) total += load(columns + x + k);
      /* Boxes that would reach beyond the map do not count. */
      if (x + GAIJI_LANES > places)
        for (int i = places - x; i < GAIJI_LANES; i++) total[i] = 0;
      best = larger(best, total);
    }
    for (int i = 0; i < GAIJI_LANES; i++)
      if (best[i] > largest) largest = best[i];
  }
  return largest;
}

void gaiji_residual_measures(const float *map, int count, int box, float *measures) {
  lanes total = all(0);
  for (int i = 0; i < count * count; i += GAIJI_LANES) total += load(map + i);
  measures[0] = sum_of(total) / (float)(count * count);
  float columns[GAIJI_MAX_SIDE / 2 + 2 * GAIJI_LANES] = {0};
  float area = (float)(box * box);
  measures[1] = largest_box(map, count, box, 0, columns) / area;
  measures[2] = cbrtf(largest_box(map, count, box, 1, columns) / area);
}
