/* The measures of residual.py on pairs of descriptors as `descriptors` in fast.c makes them. */

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { MAX_CELLS = 64 };

static void widen(const uint16_t *cells, int n, uint16_t *out) {
  uint16_t rows[MAX_CELLS * MAX_CELLS];
  for (int d = 0; d < 8; d++, cells += n * n, out += n * n) {
    for (int y = 0; y < n; y++)
      for (int x = 0; x < n; x++) {
        uint16_t v = cells[y * n + x];
        if (y > 0 && cells[(y - 1) * n + x] > v) v = cells[(y - 1) * n + x];
        if (y < n - 1 && cells[(y + 1) * n + x] > v) v = cells[(y + 1) * n + x];
        rows[y * n + x] = v;
      }
    for (int y = 0; y < n; y++) {
      const uint16_t *r = rows + y * n;
      uint16_t *o = out + y * n;
      o[0] = r[0] > r[1] ? r[0] : r[1];
      o[n - 1] = r[n - 1] > r[n - 2] ? r[n - 1] : r[n - 2];
      for (int x = 1; x < n - 1; x++) {
        uint16_t v = r[x] > r[x - 1] ? r[x] : r[x - 1];
        o[x] = v > r[x + 1] ? v : r[x + 1];
      }
    }
  }
}

static float largest_box(const float *map, int n, int box) {
  float rows[MAX_CELLS * MAX_CELLS], best = 0;
  for (int y = 0; y < n; y++)
    for (int x = 0; x + box <= n; x++) {
      float sum = 0;
      for (int k = 0; k < box; k++) sum += map[y * n + x + k];
      rows[y * n + x] = sum;
    }
  for (int y = 0; y + box <= n; y++)
    for (int x = 0; x + box <= n; x++) {
      float sum = 0;
      for (int k = 0; k < box; k++) sum += rows[(y + k) * n + x];
      if (sum > best) best = sum;
    }
  return best / (box * box);
}

static void measure(const uint16_t *cells, const uint16_t *wide, int n, int box, float *out) {
  float map[MAX_CELLS * MAX_CELLS] = {0}, sum = 0;
  for (int d = 0; d < 8; d++)
    for (int k = 0; k < n * n; k++) {
      int v = cells[d * n * n + k] - wide[d * n * n + k];
      map[k] += v > 0 ? v : 0;
    }
  for (int k = 0; k < n * n; k++) map[k] *= 0.001f, sum += map[k];
  out[0] = sum / (n * n);
  out[1] = largest_box(map, n, box);
  for (int k = 0; k < n * n; k++) map[k] = map[k] * map[k] * map[k];
  out[2] = cbrtf(largest_box(map, n, box));
}

/* For each pair 12 values: query's residual (mean, blob, cubic) at tolerance 1, candidate's at 1,
   query's at 2, candidate's at 2. `query`, `candidate`: rows of the two tables of descriptors. */
void residuals(const uint16_t *queries, const uint16_t *candidates, const int64_t *query,
               const int64_t *candidate, int64_t count, int side, float *out) {
  enum { SIZE = 8 * MAX_CELLS * MAX_CELLS };
  static _Thread_local uint16_t q1[SIZE], q2[SIZE], c1[SIZE], c2[SIZE];
  int n = side / 2, size = 8 * n * n, box = side == 64 ? 5 : 9;
  int64_t last = -1;
  for (int64_t k = 0; k < count; k++, out += 12) {
    const uint16_t *q = queries + query[k] * size, *c = candidates + candidate[k] * size;
    if (query[k] != last) widen(q, n, q1), widen(q1, n, q2), last = query[k];
    widen(c, n, c1), widen(c1, n, c2);
    measure(q, c1, n, box, out);
    measure(c, q1, n, box, out + 3);
    measure(q, c2, n, box, out + 6);
    measure(c, q2, n, box, out + 9);
  }
}
