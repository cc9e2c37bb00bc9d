"""What the identifier sees in a glyph: the numeric definition.

`Sources/GaijiIdentification/Features` computes the same; `golden.py` writes values that its tests
compare with. This file is the definition, so it is plain; `fast.py` is its faster twin for training
and is compared with it at the start of each run.

Ink is 1, paper 0. Arrays are indexed [row, column], rows go down. Pixel k covers k ... k + 1, so its
centre is k + 0.5. Everything outside an image is paper: how much paper a raster has around its ink
changes nothing.
"""

from functools import lru_cache

import numpy as np

# The side of the frame into which a glyph is laid before it is looked at.
SIDE = 64


# --- Filters -----------------------------------------------------------------------------------


def gaussian_taps(sigma):
    """A Gaussian kernel with sum 1 and `round(8 sigma + 1) | 1` taps (ties of `round` to even)."""
    radius = (int(np.round(8 * sigma + 1)) | 1) // 2
    taps = np.exp(-np.square(np.arange(-radius, radius + 1)) / (2 * sigma * sigma))
    return taps / taps.sum()


def reflected(index, count):
    """The place that a place outside 0 ..< count is read at: dcb|abcd|cba (BORDER_REFLECT_101)."""
    if count == 1:
        return 0
    index = abs(index) % (2 * count - 2)
    return min(index, 2 * count - 2 - index)


def filter_matrix(taps, side):
    """The matrix of a correlation with odd, centred `taps` along an axis, reflected at its ends."""
    matrix = np.zeros((side, side))
    radius = len(taps) // 2
    for row in range(side):
        for tap, weight in enumerate(taps):
            matrix[row, reflected(row + tap - radius, side)] += weight
    return matrix


@lru_cache(maxsize=None)
def gradient_matrices(sigma, side):
    """(smooth, slope): blur with `sigma`, then one half of the 3 x 3 Sobel filter, on one axis."""
    blur = filter_matrix(gaussian_taps(sigma), side)
    smooth = filter_matrix([1.0, 2.0, 1.0], side) @ blur
    slope = filter_matrix([-1.0, 0.0, 1.0], side) @ blur
    return smooth, slope


def gradient(image, sigma):
    """(gx, gy) of a square image: Gaussian blur, then Sobel; gx grows to the right, gy downwards."""
    smooth, slope = gradient_matrices(float(sigma), image.shape[-1])
    return smooth @ image @ slope.T, slope @ image @ smooth.T


# --- Frames ------------------------------------------------------------------------------------


def moment_axes(ink, side):
    """((cx, scale_x), (cy, scale_y)) of the moment frame: which point of the ink comes to the middle
    of the frame, and how many frame pixels one pixel of the ink becomes on each axis."""
    columns, rows = ink.sum(axis=0), ink.sum(axis=1)
    total = columns.sum()
    centres, spreads = [], []
    for line in (columns, rows):
        places = np.arange(len(line)) + 0.5
        centre = (line * places).sum() / total
        variance = (line * np.square(places - centre)).sum() / total
        centres.append(centre)
        spreads.append(np.sqrt(variance + 1 / 12))  # 1/12: the variance of a pixel in itself
    ratio = min(spreads) / max(spreads)
    # A narrow glyph is made wider, but not square: 一 stays 一.
    aspect = np.sqrt(np.sin(np.pi / 2 * ratio))
    length = 0.245 * side
    scales = [length / s if s == max(spreads) else length * aspect / s for s in spreads]
    return (centres[0], scales[0]), (centres[1], scales[1])


def box_axes(ink, side):
    """The same for the box frame: the box of the rows and columns that hold ink of at least half a
    pixel fills 0.94 of the frame on both axes. Without such a row or column: the whole image."""
    axes = []
    for line in (ink.sum(axis=0), ink.sum(axis=1)):
        inked = np.flatnonzero(line >= 0.5)
        first, end = (inked[0], inked[-1] + 1) if len(inked) else (0, len(line))
        axes.append(((first + end) / 2, 0.94 * side / (end - first)))
    return tuple(axes)


def resampling_matrix(count, centre, scale, side):
    """The matrix [side, count] that takes `count` pixels to the frame on one axis.

    Bilinear at the centres of the frame's pixels. Where the frame is coarser (scale < 0.9) the ink,
    with paper on both sides, is blurred first with sigma = 0.35 / scale.
    """
    taps = gaussian_taps(0.35 / scale) if scale < 0.9 else np.ones(1)
    radius = len(taps) // 2
    matrix = np.zeros((side, count))
    for row in range(side):
        place = (row + 0.5 - side / 2) / scale + centre - 0.5
        left = int(np.floor(place))
        for pixel, share in ((left, left + 1 - place), (left + 1, place - left)):
            for tap, weight in enumerate(taps):
                source = pixel + tap - radius
                if 0 <= source < count:
                    matrix[row, source] += share * weight
    return matrix


FRAMES = {"moment": moment_axes, "box": box_axes}


def framed(ink, frame, side=SIDE):
    """The glyph in a frame of `side` x `side`. `ink`: 2-D, 0 ... 1, not blank."""
    (cx, sx), (cy, sy) = FRAMES[frame](ink, side)
    down = resampling_matrix(ink.shape[0], cy, sy, side)
    across = resampling_matrix(ink.shape[1], cx, sx, side)
    return down @ ink @ across.T


# --- Views -------------------------------------------------------------------------------------


def direction_planes(gx, gy):
    """[8, side, side]: the gradient's length, split linearly in angle over the two nearest of eight
    directions. Plane 0 is +x, plane 2 is +y (down)."""
    length = np.hypot(gx, gy)
    turn = np.mod(np.arctan2(gy, gx) / (np.pi / 4), 8)  # 0 ..< 8
    lower = np.floor(turn)
    share = turn - lower
    lower = lower.astype(int) % 8
    planes = np.zeros((8,) + gx.shape)
    for d in range(8):
        planes[d] = length * ((lower == d) * (1 - share) + ((lower + 1) % 8 == d) * share)
    return planes


@lru_cache(maxsize=None)
def pooling_matrix(grid, side):
    """[grid, side]: Gaussian windows around the centres of the grid's cells, each with sum 1."""
    places = np.arange(side) + 0.5
    centres = (np.arange(grid) + 0.5) * side / grid
    sigma = 0.6 * side / grid
    windows = np.exp(-np.square(places - centres[:, None]) / (2 * sigma * sigma))
    return windows / windows.sum(axis=1, keepdims=True)


def view(ink, frame, grid, sigma):
    """The feature vector of one view: 8 * grid * grid values, index d * grid^2 + row * grid + column.

    Pooled direction planes, divided by their sum, square root of each: so its length is 1.
    """
    planes = direction_planes(*gradient(framed(ink, frame), sigma))
    window = pooling_matrix(grid, SIDE)
    pooled = (window @ planes @ window.T).ravel()
    return np.sqrt(pooled / max(pooled.sum(), 1e-12))
