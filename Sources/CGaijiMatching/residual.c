/* What remains of the strokes of two glyphs when they are laid over each other. */
#include <math.h>

#include "gaiji_matching.h"
#include "gradient.h"
#include "lanes.h"

/* Rows that are read shifted have paper on both sides, as much as a vector may reach. */
enum { MARGIN = GAIJI_LANES, ROW = GAIJI_MAX_SIDE + 2 * GAIJI_LANES };

/* The gradient as a sum of an axis and a diagonal: one vector for each of the eight planes. */
INLINE void octants(lanes gx, lanes gy, lanes *planes) {
  lanes ax = absolute(gx), ay = absolute(gy);
  bits wide = ax >= ay, right = gx >= 0, low = gy >= 0;
  lanes axis = absolute(ax - ay);
  lanes diagonal = choose(wide, ay, ax) * all(1.41421356f);
  planes[0] = keep(wide & right, axis);
  planes[1] = keep(right & low, diagonal);
  planes[2] = keep(~wide & low, axis);
  planes[3] = keep(~right & low, diagonal);
  planes[4] = keep(wide & ~right, axis);
  planes[5] = keep(~right & ~low, diagonal);
  planes[6] = keep(~wide & ~low, axis);
  planes[7] = keep(right & ~low, diagonal);
}

INLINE lanes evens(lanes a, lanes b) {
  return __builtin_shufflevector(
      a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

INLINE lanes odds(lanes a, lanes b) {
  return __builtin_shufflevector(
      a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/* The taps (1 5 10 10 5 1) across, two values apart, of a row with a margin. */
INLINE void halve_row(const float *row, int count, float *cells) {
  for (int c = 0; c < count; c += GAIJI_LANES) {
    const float *p = row + 2 * c;
    lanes a = load(p - 2), b = load(p + 14);
    lanes d = load(p), e = load(p + 16);
    lanes f = load(p + 2), g = load(p + 18);
    lanes outer = evens(a, b) + odds(f, g);
    lanes next = odds(a, b) + evens(f, g);
    lanes inner = evens(d, e) + odds(d, e);
    store(cells + c, outer + all(5) * next + all(10) * inner);
  }
}

/* Rows 2m and 2m + 1 of the image are taps 4 and 5 of cell row m - 1, taps 2 and 3 of m, taps 0 and 1
   of m + 1. So three rows of sums are under way at a time. */
void gaiji_descriptor(const float *image, int side, float *cells) {
  int count = side / 2;
  size_t size = (size_t)count * count;
  float sums[3][8][ROW];
  float gx[2][GAIJI_MAX_SIDE], gy[2][GAIJI_MAX_SIDE];
  memset(sums, 0, sizeof sums);
  for (int m = 0; m <= count; m++) {
    float(*ready)[ROW] = sums[(m + 2) % 3], (*open)[ROW] = sums[m % 3];
    float(*next)[ROW] = sums[(m + 1) % 3];
    if (m < count) {
      gradient_row(image, side, 2 * m, gx[0], gy[0]);
      gradient_row(image, side, 2 * m + 1, gx[1], gy[1]);
      for (int x = 0; x < side; x += GAIJI_LANES) {
        lanes upper[8], lower[8];
        octants(load(gx[0] + x), load(gy[0] + x), upper);
        octants(load(gx[1] + x), load(gy[1] + x), lower);
        for (int d = 0; d < 8; d++) {
          float *r = ready[d] + MARGIN + x, *o = open[d] + MARGIN + x;
          store(r, load(r) + (all(5) * upper[d] + lower[d]));
          store(o, load(o) + all(10) * (upper[d] + lower[d]));
          store(next[d] + MARGIN + x, upper[d] + all(5) * lower[d]);
        }
      }
    }
    if (m > 0)
      for (int d = 0; d < 8; d++)
        halve_row(ready[d] + MARGIN, count, cells + d * size + (size_t)(m - 1) * count);
  }
  lanes total = all(0);
  for (size_t i = 0; i < 8 * size; i += GAIJI_LANES) total += load(cells + i);
  float mean = sum_of(total) / (float)size;
  /* The taps were whole numbers, 32 * 32 times what they are. */
  float scale = 1 / (mean > 1024e-12f ? mean : 1024e-12f);
  for (size_t i = 0; i < 8 * size; i += GAIJI_LANES)
    store(cells + i, smaller(load(cells + i) * all(scale), all(12)));
}

void gaiji_widen(const float *cells, int count, float *target) {
  /* The larger of three rows, for all rows, before they are read shifted: a load right behind the
     stores that it overlaps would wait for them. */
  float tall[GAIJI_MAX_SIDE / 2][GAIJI_MAX_SIDE / 2 + 2 * GAIJI_LANES];
  memset(tall, 0, sizeof tall);
  for (int d = 0; d < 8; d++) {
    const float *plane = cells + (size_t)d * count * count;
    float *out = target + (size_t)d * count * count;
    for (int y = 0; y < count; y++) {
      const float *row = plane + (size_t)y * count;
      /* Cells are never negative, so a row of the plane itself can stand for the paper outside. */
      const float *above = y == 0 ? row : row - count;
      const float *below = y == count - 1 ? row : row + count;
      for (int x = 0; x < count; x += GAIJI_LANES)
        store(tall[y] + MARGIN + x, larger(load(row + x), larger(load(above + x), load(below + x))));
    }
    for (int y = 0; y < count; y++)
      for (int x = 0; x < count; x += GAIJI_LANES) {
        const float *p = tall[y] + MARGIN + x;
        store(out + (size_t)y * count + x, larger(load(p), larger(load(p - 1), load(p + 1))));
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

/* A map with room behind each row for a vector. */
typedef float Plane[GAIJI_MAX_SIDE / 2 + GAIJI_LANES][GAIJI_MAX_SIDE / 2 + GAIJI_LANES];

/* The largest sum of a box x box of the map. */
INLINE float largest_box(Plane map, Plane work, int count, int box) {
  int places = count - box + 1;
  for (int y = 0; y < places; y++)
    for (int x = 0; x < count; x += GAIJI_LANES) {
      lanes total = load(map[y] + x);
      for (int k = 1; k < box; k++) total += load(map[y + k] + x);
      store(work[y] + x, total);
    }
  lanes best = all(0);
  bits lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (int y = 0; y < places; y++)
    for (int x = 0; x < places; x += GAIJI_LANES) {
      lanes total = load(work[y] + x);
      for (int k = 1; k < box; k++) total += load(work[y] + x + k);
      /* Boxes that would reach beyond the map do not count. */
      best = larger(best, keep(lane < places - x, total));
    }
  float largest = 0;
  for (int i = 0; i < GAIJI_LANES; i++)
    if (best[i] > largest) largest = best[i];
  return largest;
}

void gaiji_residual_measures(const float *map, int count, int box, float *measures) {
  /* The work of 9 x 9 boxes reads up to 8 values behind a row; they are 0. */
  Plane plain, cubes, work;
  lanes total = all(0);
  for (int y = 0; y < count; y++)
    for (int x = 0; x < count; x += GAIJI_LANES) {
      lanes v = load(map + (size_t)y * count + x);
      total += v;
      store(plain[y] + x, v);
      store(cubes[y] + x, v * v * v);
    }
  for (int y = 0; y < count; y++) store(work[y] + count, all(0));
  float area = (float)(box * box);
  measures[0] = sum_of(total) / (float)(count * count);
  if (box == 5) {
    measures[1] = largest_box(plain, work, count, 5) / area;
    measures[2] = cbrtf(largest_box(cubes, work, count, 5) / area);
  } else {
    measures[1] = largest_box(plain, work, count, 9) / area;
    measures[2] = cbrtf(largest_box(cubes, work, count, 9) / area);
  }
}
