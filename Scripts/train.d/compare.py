"""What the search knows of a set of drawings: candidates, distances, residuals. As the Swift search does
it: the first of one view, ordered by the sum of all views' distances, the first few compared stroke by
stroke."""

import numpy as np

from metric import nearest, squared_distances
from pairnet import codes
from residual import blur_of_candidate

SHORTLIST = 200
RESIDUALS = 6


class Compared:
    """`entries` [n, 30], nearest first; `distances` [n, 30, views]; `residuals` [n, 6, 12]; `fine` the
    same in the frame of 128, zeros for drawings that are no outlines; `pair` [n, 6]: what the pair
    network says."""

    def __init__(self, entries, distances, residuals, fine, pair):
        self.entries, self.distances, self.residuals, self.fine, self.pair = entries, distances, residuals, fine, pair

    def rows(self, rows):
        return Compared(*(a[rows] for a in (self.entries, self.distances, self.residuals, self.fine, self.pair)))


def compare(fast, network, queries, candidates, search_dimensions, images, sizes, masters, fine_images=None,
            fine_masters=None, outline=None, count=RESIDUALS, shortlist=SHORTLIST):
    """`queries`, `candidates`: one projected table for each view, the search view first. `masters`: images
    of the candidates (96 px); `fine_masters`: (entries) -> Images of 128 px."""
    first = [np.ascontiguousarray(t[0][:, :search_dimensions]) for t in (queries, candidates)]
    entries, _ = nearest(*first, shortlist)
    distances = np.stack([squared_distances(q, c, entries) for q, c in zip(queries, candidates)], axis=2)
    order = np.lexsort((entries, distances.sum(axis=2)))
    entries = np.take_along_axis(entries, order, 1)
    distances = np.take_along_axis(distances, order[..., None], 1)
    residuals = measured(fast, images, np.arange(len(entries)), entries[:, :count], sizes, masters, 64)
    fine = np.zeros_like(residuals)
    if outline is not None and outline.any():
        rows = np.flatnonzero(outline)
        used, place = np.unique(entries[rows, :count], return_inverse=True)
        fine[rows] = measured(fast, fine_images, rows, place.reshape(len(rows), -1),
                              np.full(len(fine_images), 128), fine_masters(used), 128)
    pair = paired(fast, network, images, entries[:, :count], sizes, masters)
    return Compared(entries, distances, residuals, fine, pair)


def paired(fast, network, images, entries, sizes, masters):
    """What the pair network says of drawings and their candidates."""
    out = np.zeros(entries.shape, np.float32)
    blurs = np.array([blur_of_candidate(s, 64) for s in sizes])
    for blur in np.unique(blurs):
        at = np.flatnonzero(blurs == blur)
        for part in np.array_split(at, max(1, len(at) // 500)):
            used, place = np.unique(entries[part], return_inverse=True)
            ours, theirs = (codes(fast.descriptors(i, r, b) / np.float32(1000))
                            for i, r, b in ((images, part, 1.0), (masters, used, blur)))
            query = np.repeat(np.arange(len(part)), entries.shape[1])
            laid = fast.pair_inputs(ours, theirs, query, place.ravel())
            out[part] = fast.pair_logits(network, laid, sizes[part][query]).reshape(len(part), -1)
    return out


def measured(fast, images, rows, entries, sizes, masters, side):
    """Residual measures [rows, candidates, 12]. `sizes`: pixels per em of all images."""
    out = np.zeros(entries.shape + (12,), np.float32)
    blurs = np.array([blur_of_candidate(s, side) for s in sizes[rows]])
    for blur in np.unique(blurs):
        at = np.flatnonzero(blurs == blur)
        for part in np.array_split(at, max(1, len(at) // 1500)):
            used, place = np.unique(entries[part], return_inverse=True)
            ours = fast.descriptors(images, rows[part], 1.0, side)
            theirs = fast.descriptors(masters, used, blur, side)
            query = np.repeat(np.arange(len(part)), entries.shape[1])
            found = fast.residuals(ours, theirs, query, place.ravel(), side)
            out[part] = found.reshape(len(part), entries.shape[1], 12)
    return out
