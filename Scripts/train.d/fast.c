/* The faster twin of features.py and residual.py, for training: the same in single precision, on
   many glyphs at a time. Compiled and compared with them by fast.py at the start of each run.

   Images lie one after another in `ink` (bytes, 255 = ink), row by row, at `offset`. A blank image
   gives zeros. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOMENT = 0, BOX = 1, MAX_SIDE = 128, MAX_TAPS = 65 };

static int gaussian_taps(double sigma, float *taps) {
  int radius = ((int)nearbyint(8 * sigma + 1) | 1) / 2;
  if (radius > MAX_TAPS / 2) radius = MAX_TAPS / 2;
  double sum = 0;
  for (int k = -radius; k <= radius; k++) sum += exp(-k * k / (2 * sigma * sigma));
  for (int k = -radius; k <= radius; k++)
    taps[k + radius] = (float)(exp(-k * k / (2 * sigma * sigma)) / sum);
  return radius;
}

typedef struct { double centre, scale; } axis_t;

static void moment_axes(const double *columns, int w, const double *rows, int h, int side, axis_t *axes) {
  const double *lines[2] = {columns, rows};
  int counts[2] = {w, h};
  double spread[2];
  for (int a = 0; a < 2; a++) {
    double total = 0, first = 0, second = 0;
    for (int k = 0; k < counts[a]; k++) total += lines[a][k], first += lines[a][k] * (k + 0.5);
    double centre = first / total;
    for (int k = 0; k < counts[a]; k++) {
      double d = k + 0.5 - centre;
      second += lines[a][k] * d * d;
    }
    axes[a].centre = centre;
    spread[a] = sqrt(second / total + 1.0 / 12);
  }
  double low = fmin(spread[0], spread[1]), high = fmax(spread[0], spread[1]);
  double aspect = sqrt(sin(M_PI / 2 * low / high)), length = 0.245 * side;
  for (int a = 0; a < 2; a++)
    axes[a].scale = spread[a] == high ? length / spread[a] : length * aspect / spread[a];
}

static void box_axes(const double *columns, int w, const double *rows, int h, int side, axis_t *axes) {
  const double *lines[2] = {columns, rows};
  int counts[2] = {w, h};
  for (int a = 0; a < 2; a++) {
    int first = 0, end = counts[a];
    while (first < end && lines[a][first] < 0.5) first++;
    while (end > first && lines[a][end - 1] < 0.5) end--;
    if (first == end) first = 0, end = counts[a];
    axes[a].centre = (first + end) / 2.0;
    axes[a].scale = 0.94 * side / (end - first);
  }
}

/* One row of the resampling matrix: `first` and `count` of its values, which follow in `values`. */
typedef struct { int first, count; float values[MAX_TAPS + 1]; } band_t;

static void resampling(int count, axis_t axis, int side, band_t *bands) {
  float taps[MAX_TAPS] = {1};
  int radius = axis.scale < 0.9 ? gaussian_taps(0.35 / axis.scale, taps) : 0;
  for (int row = 0; row < side; row++) {
    double place = (row + 0.5 - side / 2.0) / axis.scale + axis.centre - 0.5;
    int left = (int)floor(place);
    float share = (float)(place - left), full[MAX_TAPS + 1] = {0};
    for (int t = 0; t <= 2 * radius; t++) full[t] += (1 - share) * taps[t], full[t + 1] += share * taps[t];
    int first = left - radius, end = left + radius + 2, low = first < 0 ? 0 : first;
    if (end > count) end = count;
    bands[row].first = low;
    bands[row].count = end > low ? end - low : 0;
    for (int k = low; k < end; k++) bands[row].values[k - low] = full[k - first];
  }
}

static int framed(const uint8_t *ink, int w, int h, int frame, int side, float *out) {
  static _Thread_local double *lines;
  static _Thread_local float *middle;
  static _Thread_local int room;
  if (w + h > room) {
    room = w + h;
    lines = realloc(lines, room * sizeof *lines);
    middle = realloc(middle, (size_t)room * MAX_SIDE * sizeof *middle);
  }
  double *columns = lines, *rows = lines + w, total = 0;
  for (int k = 0; k < w + h; k++) lines[k] = 0;
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      double v = ink[y * w + x] / 255.0;
      columns[x] += v, rows[y] += v, total += v;
    }
  memset(out, 0, sizeof(float) * side * side);
  if (total <= 0) return 0;
  axis_t axes[2];
  (frame == MOMENT ? moment_axes : box_axes)(columns, w, rows, h, side, axes);
  static _Thread_local band_t across[MAX_SIDE], down[MAX_SIDE];
  resampling(w, axes[0], side, across);
  resampling(h, axes[1], side, down);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < side; x++) {
      const uint8_t *line = ink + y * w + across[x].first;
      float sum = 0;
      for (int k = 0; k < across[x].count; k++) sum += line[k] * across[x].values[k];
      middle[y * side + x] = sum * (1 / 255.0f);
    }
  for (int y = 0; y < side; y++)
    for (int k = 0; k < down[y].count; k++) {
      const float *line = middle + (down[y].first + k) * side;
      float weight = down[y].values[k];
      for (int x = 0; x < side; x++) out[y * side + x] += weight * line[x];
    }
  return 1;
}

static int reflected(int k, int n) { return k < 0 ? -k : k >= n ? 2 * n - 2 - k : k; }

static void gradient(const float *image, int side, double sigma, float *gx, float *gy) {
  static _Thread_local float a[MAX_SIDE * MAX_SIDE], b[MAX_SIDE * MAX_SIDE];
  float taps[MAX_TAPS], line[MAX_SIDE + MAX_TAPS];
  int radius = gaussian_taps(sigma, taps);
  for (int y = 0; y < side; y++) {
    float *row = a + y * side;
    for (int x = 0; x < side; x++) row[x] = 0;
    for (int t = 0; t <= 2 * radius; t++) {
      const float *source = image + reflected(y + t - radius, side) * side;
      for (int x = 0; x < side; x++) row[x] += taps[t] * source[x];
    }
  }
  for (int y = 0; y < side; y++) {
    float *row = b + y * side;
    for (int x = -radius; x < side + radius; x++) line[x + radius] = a[y * side + reflected(x, side)];
    for (int x = 0; x < side; x++) row[x] = 0;
    for (int t = 0; t <= 2 * radius; t++)
      for (int x = 0; x < side; x++) row[x] += taps[t] * line[x + t];
  }
  for (int y = 0; y < side; y++) {
    const float *up = b + reflected(y - 1, side) * side, *at = b + y * side;
    const float *low = b + reflected(y + 1, side) * side;
    float smooth[MAX_SIDE + 2], slope[MAX_SIDE + 2];
    for (int x = 0; x < side; x++) {
      smooth[x + 1] = up[x] + 2 * at[x] + low[x];
      slope[x + 1] = low[x] - up[x];
    }
    smooth[0] = smooth[2], slope[0] = slope[2];
    smooth[side + 1] = smooth[side - 1], slope[side + 1] = slope[side - 1];
    for (int x = 0; x < side; x++) {
      gx[y * side + x] = smooth[x + 2] - smooth[x];
      gy[y * side + x] = slope[x] + 2 * slope[x + 1] + slope[x + 2];
    }
  }
}

/* atan(t) * 4 / pi for t in 0 ... 1, to about 1e-7. */
static inline float eighths(float t) {
  float s = t * t;
  float p = -0.0040540580f;
  p = p * s + 0.0218612288f;
  p = p * s - 0.0559098861f;
  p = p * s + 0.0964200441f;
  p = p * s - 0.1390853351f;
  p = p * s + 0.1994653599f;
  p = p * s - 0.3332985605f;
  p = p * s + 0.9999993329f;
  return p * t * (float)(4 / M_PI);
}

/* Eight planes; `linear`: the length is split linearly in angle, else as a sum of vectors. */
static void planes(const float *gx, const float *gy, int n, int linear, float *out) {
  for (int k = 0; k < n; k++) {
    float ax = fabsf(gx[k]), ay = fabsf(gy[k]), high = fmaxf(ax, ay), low = fminf(ax, ay);
    float axis, diagonal;
    if (linear) {
      float length = sqrtf(ax * ax + ay * ay), t = eighths(low / (high + 1e-30f));
      axis = length * (1 - t), diagonal = length * t;
    } else {
      axis = high - low, diagonal = low * (float)M_SQRT2;
    }
    float wide = ax >= ay, right = gx[k] >= 0, down = gy[k] >= 0;
    out[0 * n + k] = axis * wide * right;
    out[1 * n + k] = diagonal * right * down;
    out[2 * n + k] = axis * (1 - wide) * down;
    out[3 * n + k] = diagonal * (1 - right) * down;
    out[4 * n + k] = axis * wide * (1 - right);
    out[5 * n + k] = diagonal * (1 - right) * (1 - down);
    out[6 * n + k] = axis * (1 - wide) * (1 - down);
    out[7 * n + k] = diagonal * right * (1 - down);
  }
}

/* One view of `count` images: 8 * grid * grid values each. */
void views(const uint8_t *ink, const int64_t *offset, const int32_t *width, const int32_t *height,
           int count, int frame, int grid, double sigma, float *out) {
  enum { SIDE = 64 };
  static _Thread_local float image[SIDE * SIDE], gx[SIDE * SIDE], gy[SIDE * SIDE], p[8 * SIDE * SIDE];
  float window[SIDE][SIDE], across[SIDE][SIDE];
  for (int g = 0; g < grid; g++) {
    double sum = 0, s = 0.6 * SIDE / grid;
    for (int pass = 0; pass < 2; pass++)
      for (int x = 0; x < SIDE; x++) {
        double d = x + 0.5 - (g + 0.5) * SIDE / grid, v = exp(-d * d / (2 * s * s));
        if (pass) window[g][x] = (float)(v / sum), across[x][g] = (float)(v / sum);
        else sum += v;
      }
  }
  int size = 8 * grid * grid;
  for (int k = 0; k < count; k++) {
    float *f = out + (int64_t)k * size;
    memset(f, 0, size * sizeof *f);
    if (!framed(ink + offset[k], width[k], height[k], frame, SIDE, image)) continue;
    gradient(image, SIDE, sigma, gx, gy);
    planes(gx, gy, SIDE * SIDE, 1, p);
    for (int d = 0; d < 8; d++)
      for (int row = 0; row < grid; row++) {
        float line[SIDE] = {0}, *cell = f + (d * grid + row) * grid;
        for (int y = 0; y < SIDE; y++)
          for (int x = 0; x < SIDE; x++) line[x] += window[row][y] * p[(d * SIDE + y) * SIDE + x];
        for (int x = 0; x < SIDE; x++)
          for (int c = 0; c < grid; c++) cell[c] += line[x] * across[x][c];
      }
    double sum = 0;
    for (int i = 0; i < size; i++) sum += f[i];
    float scale = (float)(1 / fmax(sum, 1e-12));
    for (int i = 0; i < size; i++) f[i] = sqrtf(f[i] * scale);
  }
}

/* Residual descriptors in thousandths ([8][side/2][side/2], at most 12,000), `sigma` for each. */
void descriptors(const uint8_t *ink, const int64_t *offset, const int32_t *width,
                 const int32_t *height, const double *sigma, int count, int side, uint16_t *out) {
  static _Thread_local float image[MAX_SIDE * MAX_SIDE], gx[MAX_SIDE * MAX_SIDE], gy[MAX_SIDE * MAX_SIDE];
  static _Thread_local float p[8 * MAX_SIDE * MAX_SIDE], cells[2 * MAX_SIDE * MAX_SIDE];
  static const float taps[6] = {1 / 32.f, 5 / 32.f, 10 / 32.f, 10 / 32.f, 5 / 32.f, 1 / 32.f};
  int n = side / 2;
  for (int k = 0; k < count; k++) {
    uint16_t *f = out + (int64_t)k * 8 * n * n;
    memset(f, 0, 8 * n * n * sizeof *f);
    if (!framed(ink + offset[k], width[k], height[k], MOMENT, side, image)) continue;
    gradient(image, side, sigma[k], gx, gy);
    planes(gx, gy, side * side, 0, p);
    double sum = 0;
    for (int d = 0; d < 8; d++)
      for (int row = 0; row < n; row++) {
        float line[MAX_SIDE + 6] = {0};
        for (int t = 0; t < 6; t++) {
          int y = 2 * row + t - 2;
          if (y < 0 || y >= side) continue;
          for (int x = 0; x < side; x++) line[x + 2] += taps[t] * p[(d * side + y) * side + x];
        }
        for (int c = 0; c < n; c++) {
          float v = 0;
          for (int t = 0; t < 6; t++) v += taps[t] * line[2 * c + t];
          cells[(d * n + row) * n + c] = v;
          sum += v;
        }
      }
    float scale = (float)(1 / fmax(sum / (n * n), 1e-12));
    for (int i = 0; i < 8 * n * n; i++) {
      float v = cells[i] * scale;
      f[i] = (uint16_t)(1000 * (v > 12 ? 12 : v) + 0.5f);
    }
  }
}
