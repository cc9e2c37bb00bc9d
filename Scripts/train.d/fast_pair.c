/* What pairnet.py calls `laid`, for many pairs. */

#include <stdint.h>
#include <string.h>

enum { SIDE = 32, PLANE = SIDE * SIDE, SIZE = 8 * PLANE };

static void widen_bytes(const uint8_t *p, uint8_t *out) {
  uint8_t rows[PLANE];
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) {
      uint8_t v = p[y * SIDE + x];
      if (y > 0 && p[(y - 1) * SIDE + x] > v) v = p[(y - 1) * SIDE + x];
      if (y < SIDE - 1 && p[(y + 1) * SIDE + x] > v) v = p[(y + 1) * SIDE + x];
      rows[y * SIDE + x] = v;
    }
  for (int y = 0; y < SIDE; y++) {
    uint8_t row[SIDE + 2] = {0};
    memcpy(row + 1, rows + y * SIDE, SIDE);
    for (int x = 0; x < SIDE; x++) {
      uint8_t v = row[x + 1];
      if (row[x] > v) v = row[x];
      out[y * SIDE + x] = v > row[x + 2] ? v : row[x + 2];
    }
  }
}

/* out[count][SIDE][SIDE][32] of rows of two tables of codes. */
void pair_inputs(const uint8_t *queries, const uint8_t *candidates, const int64_t *query,
                 const int64_t *candidate, int64_t count, uint8_t *out) {
  for (int64_t k = 0; k < count; k++, out += 4 * SIZE) {
    uint8_t planes[32][PLANE], wide[PLANE];
    for (int d = 0; d < 8; d++) {
      const uint8_t *q = queries + query[k] * SIZE + d * PLANE;
      const uint8_t *c = candidates + candidate[k] * SIZE + d * PLANE;
      memcpy(planes[d], q, PLANE), memcpy(planes[8 + d], c, PLANE);
      widen_bytes(c, wide);
      for (int i = 0; i < PLANE; i++) planes[16 + d][i] = q[i] > wide[i] ? q[i] - wide[i] : 0;
      widen_bytes(q, wide);
      for (int i = 0; i < PLANE; i++) planes[24 + d][i] = c[i] > wide[i] ? c[i] - wide[i] : 0;
    }
    for (int i = 0; i < PLANE; i++)
      for (int p = 0; p < 32; p++) out[i * 32 + p] = planes[p][i];
  }
}

/* A layer of pairnet.py: source [count][side][side][inputs], target [count][side / stride][...][outputs],
   weights [9][inputs][outputs]. */
void pair_layer(const int32_t *source, int64_t count, int side, int inputs, int stride, const int32_t *weights,
                const int32_t *bias, float factor, int outputs, int adds, int limit, int32_t *target) {
  int small = side / stride;
  for (int64_t k = 0; k < count; k++, source += (int64_t)side * side * inputs)
    for (int y = 0; y < small; y++)
      for (int x = 0; x < small; x++, target += outputs) {
        int32_t sums[256];
        memcpy(sums, bias, outputs * sizeof *sums);
        for (int t = 0; t < 9; t++) {
          int row = y * stride + t / 3 - 1, column = x * stride + t % 3 - 1;
          if (row < 0 || column < 0 || row >= side || column >= side) continue;
          const int32_t *cell = source + ((int64_t)row * side + column) * inputs;
          const int32_t *w = weights + (int64_t)t * inputs * outputs;
          for (int i = 0; i < inputs; i++, w += outputs) {
            int32_t v = cell[i];
            if (v)
              for (int o = 0; o < outputs; o++) sums[o] += v * w[o];
          }
        }
        const int32_t *own = source + ((int64_t)y * side + x) * inputs;
        for (int o = 0; o < outputs; o++) {
          float scaled = (float)(sums[o] > 0 ? sums[o] : 0) * factor;
          int32_t v = (int32_t)(scaled + 0.5f) + (adds ? own[o] : 0);
          target[o] = v < limit ? v : limit;
        }
      }
}
