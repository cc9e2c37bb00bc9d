"""The metric of a view: a matrix V after which plain squared distance counts noise between drawings.

Linear discriminant analysis on pairs (a drawing, the MJ glyph it is): V keeps the directions in which
glyphs differ most, in units of the noise between two drawings of the same glyph.
"""

import numpy as np
from scipy.linalg import eigh

RIDGE = 0.1


def scatter(differences, weights=None):
    """Mean of d d^T, summed up in blocks."""
    size = differences.shape[1]
    total, weight = np.zeros((size, size)), 0.0
    for start in range(0, len(differences), 8192):
        block = differences[start:start + 8192].astype(np.float32)
        w = None if weights is None else weights[start:start + 8192, None].astype(np.float32)
        total += block.T @ (block if w is None else block * w)
        weight += len(block) if w is None else float(w.sum())
    return total / weight


def discriminants(within, index_features, dimensions):
    """[features, dimensions], the best direction first; V^T Sw V = 1."""
    n = within.shape[0]
    within = within + RIDGE * np.trace(within) / n * np.eye(n)
    mean = index_features.mean(axis=0)
    between = scatter(index_features - mean)
    values, vectors = eigh(between, within, subset_by_index=[n - dimensions, n - 1])
    vectors = vectors[:, ::-1]
    # An eigenvector's sign is free: fixed, so that a fit gives the same file twice.
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(dimensions)])
    return np.ascontiguousarray(vectors * signs, np.float32)


# Candidates are looked through in blocks of so many; only blocks with a near one are sorted.
BLOCK = 32


def nearest(queries, candidates, count):
    """(entries, squared distances) of the nearest candidates of each query, nearest first."""
    rest = -len(candidates) % BLOCK
    candidates = np.concatenate([candidates, np.zeros((rest, candidates.shape[1]), np.float32)])
    length = np.einsum("ij,ij->i", candidates, candidates)
    length[len(candidates) - rest:] = 1e30
    entries = np.empty((len(queries), count), np.int32)
    distances = np.empty((len(queries), count), np.float32)
    for start in range(0, len(queries), 256):
        q = queries[start:start + 256]
        d = q @ (-2 * candidates.T)
        d += length
        blocks = d.reshape(len(q), -1, BLOCK)
        near = np.argpartition(blocks.min(axis=2), count - 1, axis=1)[:, :count]
        value = np.take_along_axis(blocks, near[:, :, None], 1).reshape(len(q), -1)
        entry = (near[:, :, None] * BLOCK + np.arange(BLOCK)).reshape(len(q), -1)
        # By distance, and among equals by the entry.
        order = np.lexsort((entry, value))[:, :count]
        rows = slice(start, start + len(q))
        entries[rows] = np.take_along_axis(entry, order, 1)
        distances[rows] = np.take_along_axis(value, order, 1) + np.einsum("ij,ij->i", q, q)[:, None]
    return entries, np.maximum(distances, 0)


def squared_distances(queries, table, entries):
    """[n, k]: of each query to its `entries` [n, k] of a table, in one view."""
    out = np.empty(entries.shape, np.float32)
    for rows in np.array_split(np.arange(len(queries)), len(queries) // 1000 + 1):
        d = table[entries[rows]] - queries[rows][:, None]
        out[rows] = np.einsum("ijk,ijk->ij", d, d)
    return out
