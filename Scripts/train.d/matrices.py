"""The matrices of the views, from samples: discriminants first, then refined on near rivals."""

import numpy as np

from metric import discriminants, nearest, scatter
from refine import refine

VIEWS = {"mom": ("moment", 8, 1.2), "box": ("box", 8, 1.2), "m16": ("moment", 16, 0.8)}
DIMENSIONS = {"mom": 256, "box": 256, "m16": 384}
SEARCH = 160
# Drawings whose label is the glyph by definition; of others only the character is sure, since a font
# may draw another form of it.
CLEAN = ("ipamj", "near", "brothers", "sequence")
# Tenths of the characters that the matrices are fitted with; the others are for ranking and calibration.
FIT_TENTHS = 6
LISTED = 10


class Pairs:
    """Which samples are used, and for which glyph each is taken."""

    def __init__(self, index, samples, features, candidates, say):
        """`features`, `candidates`: of the view "mom"."""
        self.positive = samples.truth >= 0
        self.clean = np.isin(samples.kind, CLEAN)
        fit = np.flatnonzero(self.positive & (samples.tenth < FIT_TENTHS))
        d = features[fit] - candidates[samples.truth[fit]]
        length = np.einsum("ij,ij->i", d, d)
        first = discriminants(scatter(d[length < np.quantile(length, 0.97)]), candidates, SEARCH)
        table, drawn = candidates @ first, features[fit] @ first
        entries, distances = nearest(drawn, table, 20)
        # The form that the font draws: of the glyphs of the same base the nearest one.
        form = samples.truth[fit].copy()
        for k in np.flatnonzero(~self.clean[fit]):
            brothers = index.same[form[k]]
            if len(brothers) > 1:
                form[k] = brothers[int(np.square(table[brothers] - drawn[k]).sum(axis=1).argmin())]
        own = np.square(drawn - table[form]).sum(axis=1)
        right = np.array([e in index.brothers[t] for e, t in zip(entries[:, 0], samples.truth[fit])])
        # Drawn like another character altogether: the font has another form, or a mistake.
        keep = self.clean[fit] | right | (own <= 1.25 * distances[:, 0])
        say(f"{len(fit)} drawings for the matrices, {np.sum(~keep)} left out as drawn in another form")
        self.rows, self.form, self.entries = fit[keep], form[keep], entries[keep].astype(np.int64)


def fitted(index, samples, features, candidates, pairs, random, say, epochs):
    """[matrix of each view]. `features`, `candidates`: name -> table."""
    matrices = []
    for name in VIEWS:
        rows, form = pairs.rows, pairs.form
        length = np.concatenate([
            np.square(features[name][r] - candidates[name][f]).sum(axis=1)
            for r, f in zip(np.array_split(rows, 50), np.array_split(form, 50))])
        keep = np.ones(len(rows), bool)
        for kind in np.unique(samples.kind[rows]):
            of_kind = samples.kind[rows] == kind
            keep[of_kind] = length[of_kind] < np.quantile(length[of_kind], 0.98)
        rows, form = rows[keep], form[keep]
        within = sum(
            scatter(features[name][r] - candidates[name][f]) * len(r)
            for r, f in zip(np.array_split(rows, 20), np.array_split(form, 20))) / len(rows)
        matrices.append(discriminants(within, candidates[name], DIMENSIONS[name]))
        say(f"discriminants of {name}")
    for round_ in range(2):
        rows, lists, right = rivals(index, samples, features, candidates, pairs, matrices)
        matrices = refine(matrices, list(features.values()), list(candidates.values()), rows, lists, right,
                          random, epochs=epochs / 2, rate=6e-3 if round_ == 0 else 3e-3, report=200, say=say)
    return matrices


def rivals(index, samples, features, candidates, pairs, matrices):
    """(rows, lists, right): the ten nearest candidates of each drawing, the true one among them."""
    entries = pairs.entries
    distances = np.zeros(entries.shape, np.float32)
    for name, matrix in zip(VIEWS, matrices):
        table = candidates[name] @ matrix
        for part in np.array_split(np.arange(len(entries)), max(1, len(entries) // 500)):
            d = table[entries[part]] - (features[name][pairs.rows[part]] @ matrix)[:, None]
            distances[part] += np.einsum("ijk,ijk->ij", d, d)
    lists = np.take_along_axis(entries, np.argsort(distances, axis=1)[:, :LISTED], 1)
    truth = samples.truth[pairs.rows]
    absent = ~(lists == truth[:, None]).any(axis=1)
    lists[absent, -1] = truth[absent]
    right = np.zeros(lists.shape, bool)
    for k, (t, clean) in enumerate(zip(truth, pairs.clean[pairs.rows])):
        right[k] = (index.exact[lists[k]] == index.exact[t]) if clean else [e in index.brothers[t] for e in lists[k]]
    return pairs.rows, lists, right
