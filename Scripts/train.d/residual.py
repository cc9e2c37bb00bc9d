"""What remains of the strokes of two glyphs when they are laid over each other: the definition.

A descriptor says for each cell of a grid how much edge of each of eight directions lies there. What
the query has and the candidate, widened by one or two cells, has not, is an extra stroke; the other
way round a missing one.

Two frames: side 64 (32 x 32 cells, boxes of 5 x 5) for every query, and side 128 (64 x 64 cells,
boxes of 9 x 9) for queries that are outlines, from renderings of 128 pixels per em on both sides.
"""

import numpy as np

from features import framed, gradient

# Six taps, two cells apart: frame pixels 2i - 2 ... 2i + 3 become cell i; beyond the frame is 0.
DOWNSAMPLING = np.array([1, 5, 10, 10, 5, 1]) / 32
# One thick stroke must not hide what else there is.
CEILING = 12.0
BOX = {64: 5, 128: 9}


def blur_of_candidate(pixels_per_em, side=64):
    """The blur of a candidate before it is compared with a query drawn with so many pixels per em.

    A pixel of the query is s pixels of the frame wide (kanji fill about 0.9 of the em), which blurs
    it; above 1.3 the candidate, drawn finely, is blurred as much.
    """
    s = 0.9 * side / pixels_per_em
    return float(np.sqrt(1 + (0.42 * s) ** 2)) if s > 1.3 else 1.0


def octant_planes(gx, gy):
    """[8, side, side]: the gradient as a sum of the nearest axis and the nearest diagonal."""
    ax, ay = np.abs(gx), np.abs(gy)
    axis = np.abs(ax - ay)
    diagonal = np.minimum(ax, ay) * np.sqrt(2.0)
    wide = ax >= ay
    right, down = gx >= 0, gy >= 0
    return np.stack([
        axis * (wide & right),
        diagonal * (right & down),
        axis * (~wide & down),
        diagonal * (~right & down),
        axis * (wide & ~right),
        diagonal * (~right & ~down),
        axis * (~wide & ~down),
        diagonal * (right & ~down),
    ])


def downsampling_matrix(side):
    matrix = np.zeros((side // 2, side))
    for cell in range(side // 2):
        for tap, weight in enumerate(DOWNSAMPLING):
            source = 2 * cell + tap - 2
            if 0 <= source < side:
                matrix[cell, source] += weight
    return matrix


def descriptor(ink, side=64, sigma=1.0):
    """[8, side/2, side/2] of a glyph in the moment frame; the mean over all cells of the sum of the
    planes is 1 before the ceiling."""
    planes = octant_planes(*gradient(framed(ink, "moment", side), sigma))
    down = downsampling_matrix(side)
    cells = down @ planes @ down.T
    return np.minimum(cells / max(8 * cells.mean(), 1e-12), CEILING)


def widened(cells):
    """Each cell takes the largest value of its 3 x 3 neighbours of the same plane."""
    for axis in (1, 2):
        low = np.roll(cells, 1, axis)
        high = np.roll(cells, -1, axis)
        if axis == 1:
            low[:, 0], high[:, -1] = 0, 0
        else:
            low[:, :, 0], high[:, :, -1] = 0, 0
        cells = np.maximum(cells, np.maximum(low, high))
    return cells


def residual_map(cells, other, tolerance):
    """[side/2, side/2]: what of `cells` has no counterpart in `other` within `tolerance` cells."""
    for _ in range(tolerance):
        other = widened(other)
    return np.maximum(cells - other, 0).sum(axis=0)


def box_means(map_, size):
    """Means of all boxes of `size` x `size` that lie inside the map."""
    sums = np.pad(map_.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    boxes = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return np.maximum(boxes / (size * size), 0)


def measures(cells, other, tolerance):
    """(mean, blob, cubic) of the residual of `cells` against `other`."""
    map_ = residual_map(cells, other, tolerance)
    box = BOX[2 * map_.shape[0]]
    return (map_.mean(), box_means(map_, box).max(), np.cbrt(box_means(map_**3, box).max()))
