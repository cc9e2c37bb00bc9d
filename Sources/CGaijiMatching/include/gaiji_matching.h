/* The arithmetic of the identifier, in plain C so that compilers find vectors of any width.

   What a call computes is the same on every processor and in every build, to the last bit: lanes
   never depend on each other, sums run in one fixed order, and no multiplication is fused with an
   addition (FP_CONTRACT in lanes.h). The definitions are those of Scripts/train.d/features.py and
   residual.py. None of the functions allocates or keeps anything.

   Images are float, rows of a multiple of 16 values; pointers need no alignment. */
#ifndef GAIJI_MATCHING_H
#define GAIJI_MATCHING_H
#include <stddef.h>
#include <stdint.h>

/* Rows are padded to this many values. */
#define GAIJI_LANES 16
/* The widest frame, and the most values a band of a resampling may have. */
#define GAIJI_MAX_SIDE 128
#define GAIJI_MAX_BAND 128
/* The most taps of a blur on a frame, and what its scratch has on both sides of a row: at least half
   of that. */
#define GAIJI_MAX_TAPS 63
#define GAIJI_BLUR_MARGIN 32

/* --- frame.c --- */

/* How much ink each column and each row has, 255 for a full pixel. */
void gaiji_ink_sums(
    const uint8_t *ink, int width, int height, uint32_t *columns, uint32_t *rows);

/* target[x * stride + y] = ink[y * width + x] / 255; rows of `target` have `stride` >= height values,
   a multiple of 16, the rest is set to 0. `scratch` has width * height values. */
void gaiji_transpose_ink(
    const uint8_t *ink, int width, int height, float *scratch, float *target, int stride);

/* How many values a line of a resampling needs at the scale: the taps of its blur and one more. */
int gaiji_band_length(double scale);

/* The weights with which `count` pixels make the `side` pixels of a frame on one axis: those of
   frame pixel i are weights[i * band ...], for the source pixels first[i] ... + lengths[i] - 1, all
   inside 0 ..< count. `band` is gaiji_band_length(scale), at most GAIJI_MAX_BAND. */
void gaiji_resampling(
    int count, double centre, double scale, int side, int band, int32_t *first, int32_t *lengths,
    float *weights);

/* target[i * stride + x] = sum over k of weights[i * band + k] * source[(first[i] + k) * stride + x],
   for `stride` values x: a multiple of 16. */
void gaiji_resample(
    const float *source, int stride, const int32_t *first, const int32_t *lengths,
    const float *weights, int band, int side, float *target);

/* target[x * target_stride + y] = source[y * stride + x]; the rest of target's rows, whose length is a
   multiple of 4, is set to 0. */
void gaiji_transpose(
    const float *source, int width, int height, int stride, float *target, int target_stride);

/* --- planes.c --- */

/* `taps` values, the Gaussian of sigma with sum 1; taps is odd. */
int gaiji_gaussian_length(double sigma);
void gaiji_gaussian(double sigma, float *weights);

/* The square image blurred on both axes, read as dcb|abcd|cba beyond its edges. `side` is 64 or 128.
   `scratch` has side * (side + 2 * GAIJI_BLUR_MARGIN) values and is no other argument; `target` is not
   `image`. */
void gaiji_blur(
    const float *image, int side, const float *weights, int taps, float *scratch, float *target);

/* The features of one view: 8 direction planes of the (blurred) image of 64 x 64, pooled through
   windows [grid][64] (and the same transposed to [64][16], unused values 0), divided by their sum,
   root. grid is 8 or 16. `scratch` has grid * 8 * 64 values. Writes 8 * grid * grid. */
void gaiji_pooled_directions(
    const float *image, const float *windows, const float *transposed, int grid, float *scratch,
    float *features);

/* --- residual.c --- */

/* 8 planes of (side / 2)^2 cells of the (blurred) image, scaled and limited. */
void gaiji_descriptor(const float *image, int side, float *cells);

/* Each cell takes the largest of its 3 x 3 neighbours in its plane; 8 planes of count x count. */
void gaiji_widen(const float *cells, int count, float *target);

/* map[count * count]: what of `cells` has no counterpart in `other`, over the 8 planes. */
void gaiji_residual_map(const float *cells, const float *other, int count, float *map);

/* Of a map and a box of 5 or 9: mean, blob (the largest mean of box x box cells) and cubic blob (root of the third degree of the
   largest mean of third powers). */
void gaiji_residual_measures(const float *map, int count, int box, float *measures);

/* --- pair.c --- */

/* Cells on each side of what the pair network sees, values a cell has there, the largest value of its
   layers. */
#define GAIJI_PAIR_SIDE 32
#define GAIJI_PAIR_INPUTS 32
#define GAIJI_PAIR_LIMIT 1023

/* codes = round(255 * sqrt(cells / 12)) of a descriptor of 8 x 32 x 32 cells, 0 ... 12. */
void gaiji_pair_codes(const float *cells, uint8_t *codes);

/* As gaiji_widen, of codes. */
void gaiji_pair_widen(const uint8_t *codes, uint8_t *target);

/* target[34][34][32], cell by cell: the query's 8 codes, the candidate's, what the query has beyond the
   widened candidate, and the candidate beyond the widened query; a border of 0 around. */
void gaiji_pair_lay(
    const uint8_t *query, const uint8_t *query_wide, const uint8_t *candidate,
    const uint8_t *candidate_wide, int16_t *target);

/* A layer: sums of 3 x 3 cells around every `stride`-th cell (the first at 0, 0), with the bias,
   negative ones 0, times `factor`, rounded, with the own value added (`adds`: stride is 1 and
   outputs = inputs), at most GAIJI_PAIR_LIMIT.

   source[side + 2][side + 2][inputs], target[side / stride + 2][side / stride + 2][outputs], both with a
   border of 0; weights[9][inputs / 2][outputs][2]. `inputs` is even, `outputs` a multiple of 16,
   side / stride of 4. The sum of absolute weights of an output times the largest value, with its bias,
   stays below 2^31; sum * factor too. */
void gaiji_pair_layer(
    const int16_t *source, int side, int inputs, int stride, const int16_t *weights,
    const int32_t *bias, float factor, int outputs, int adds, int16_t *target);

/* Of each channel of source[side + 2][side + 2][channels] the total and the largest value. */
void gaiji_pair_pool(const int16_t *source, int side, int channels, int32_t *totals, int32_t *largest);

/* --- project.c --- */

/* out[q * dimensions + d] = sum over f of features[q * count + f] * matrix[f * dimensions + d].
   `dimensions` is a multiple of 32. */
void gaiji_project(
    const float *features, int queries, int count, const float *matrix, int dimensions, float *out);

/* code = value / step - offset / step, rounded to the nearest (ties to even), -127 ... 127. */
void gaiji_quantise(
    const float *values, const float *offsets, float step, int count, int8_t *codes);

/* --- search.c --- */

/* Squared distance of two codes of `dimensions` values (a multiple of 32). */
int32_t gaiji_distance(const int8_t *a, const int8_t *b, int dimensions);

/* keys[q * entries + e] = norms[e] - 2 * (query q . entry e): the squared distance less the
   query's own length, so the order of one query's keys is that of its distances. */
void gaiji_search_keys(
    const int8_t *queries, int query_count, const int8_t *entries, const int32_t *norms,
    int entry_count, int dimensions, int32_t *keys);

/* norms[e] = entry e . entry e. */
void gaiji_norms(const int8_t *entries, int entry_count, int dimensions, int32_t *norms);

/* Keeps the `limit` smallest (key, number), ascending; equal keys by number. `best_keys` and
   `best_numbers` hold `filled` so far, all with smaller numbers than those that come now: `base`,
   `base` + 1, ... Returns how many they hold then. */
int gaiji_keep_smallest(
    const int32_t *keys, int count, int32_t base, int limit, int32_t *best_keys,
    int32_t *best_numbers, int filled);

/* --- checksum.c --- */

/* 32 words that almost surely differ for other bytes; the same on every processor (little-endian).
   Bytes of 0 at the end do not count: the caller keeps the number of bytes. */
void gaiji_checksum(const uint8_t *bytes, size_t count, uint32_t *result);
#endif
