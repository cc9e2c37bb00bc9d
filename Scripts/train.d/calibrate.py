"""Ranking and calibration: scores of candidates, log odds of the best one, and thresholds."""

import zlib
from copy import copy

import numpy as np

from answers import Best
from matrices import CLEAN, FIT_TENTHS, VIEWS
from networks import fit_listwise, fit_logistic, mean_of
from terms import (MARGIN_TERMS, distance_terms, distance_values, margin_values, ranking_terms,
                   ranking_values)

TARGETS = (0.99, 0.995, 0.998, 0.999)
# What a pool holds for 100 queries that MJ has: kanji and symbols that it has not, forms of known
# characters that it has not, and queries whose character, or whose glyph, was taken out of the index.
NOT_MJ, SOFT, CHARACTER_OUT, GLYPH_OUT = 8, 3, 1, 2


def values(case):
    return ranking_values(case.compared, case.size, case.outline)


def mislabelled(case, samples):
    """Drawings of a font that has another form than IPAmj: far nearer to another character."""
    d = case.compared.distances.sum(axis=2)
    own = np.where(case.same, d, np.inf).min(axis=1)
    return (samples.truth >= 0) & ~np.isin(samples.kind, CLEAN) & (own > 1.25 * d[:, 0]) & ~case.same[:, 0]


def fit_ranking(case, samples, bad, random):
    """(preliminary, ranking)"""
    clean = np.isin(samples.kind, CLEAN)
    right = np.where(clean[:, None], case.exact, case.same)
    weight = ((samples.truth != -1) & ~bad).astype(float)
    count = case.compared.residuals.shape[1]
    there = np.ones_like(right)
    first = fit_listwise(distance_terms(VIEWS), [], distance_values(case.compared.distances), right, there,
                         weight, random, epochs=8, rate=1e-2)
    x = values(case)
    return first, mean_of([
        fit_listwise(ranking_terms(VIEWS), [32], x, right[:, :count], there[:, :count], weight, random, epochs=20)
        for _ in range(4)])


class Pool:
    """Queries as a municipality brings them, with the best candidate of each."""

    def __init__(self, case, samples, ranking, bad, left, random):
        """`left`: for each entry whether it is left to a person (close pairs)."""
        x, parts = values(case), []
        scores = ranking(x)

        def part(rows, share, removed=None):
            if len(rows) == 0:
                return
            some = copy(case)
            some.compared = case.compared.rows(rows)
            some.same, some.exact = case.same[rows], case.exact[rows]
            best = Best(some, scores[rows], None if removed is None else removed[rows])
            keep = best.there
            parts.append((rows[keep], best.same[keep], best.exact[keep], best.margin_same[keep],
                          best.margin_exact[keep], x[rows, best.place][keep],
                          np.full(keep.sum(), share * len(positive) / 100 / len(rows)), left[best.entry][keep]))

        positive = np.flatnonzero((samples.truth >= 0) & ~bad)
        clean = positive[np.isin(samples.kind[positive], CLEAN)]
        part(positive, 100)
        part(np.flatnonzero(samples.truth == -1), NOT_MJ)
        part(np.flatnonzero(samples.kind == "soft"), SOFT)
        part(random.permutation(positive)[:8000], CHARACTER_OUT, case.same)
        part(random.permutation(clean)[:6000], GLYPH_OUT, case.exact)
        (self.row, self.same, self.exact, self.margin_same, self.margin_exact, self.terms,
         self.weight, self.left) = (np.concatenate(p) for p in zip(*parts))
        self.kind = samples.kind[self.row]
        # Folds over characters, and over fonts (the index's own font is in each, by characters).
        characters = samples.tenth[self.row] % 3
        fonts = np.array([zlib.crc32(f.encode()) % 3 for f in samples.font[self.row]])
        self.folds = [characters, np.where(samples.font[self.row] == "ipamj", characters, fonts)]


def fit_question(question, pool, random, say):
    """The entry of `calibration` for "same" or "exact"."""
    margins = pool.margin_same if question == "same" else pool.margin_exact
    true = pool.same if question == "same" else pool.exact
    # Of other fonts nobody knows which form they draw; and a soft form may be an MJ glyph after all.
    use = np.ones(len(true), bool) if question == "same" else np.isin(pool.kind, CLEAN + ("not-mj", "symbol"))
    x = np.concatenate([margin_values(margins[use]), pool.terms[use]], axis=1)
    true, weight, free = true[use], pool.weight[use].copy(), ~pool.left[use]
    # What is not a plain query keeps its share of those that are.
    weight[weight != 1] *= np.mean(use[pool.weight == 1])
    names = MARGIN_TERMS + ranking_terms(VIEWS)

    def fit(rows, count):
        return mean_of([fit_logistic(names, [16], x[rows], true[rows], weight[rows], random, epochs=15)
                        for _ in range(count)])

    thresholds = {t: -np.inf for t in TARGETS}
    for folds in pool.folds:
        outside = np.zeros(len(true))
        for fold in range(3):
            test = folds[use] == fold
            outside[test] = fit(~test, 2)(x[test])
        for target in TARGETS:
            found = threshold(outside[free], true[free], weight[free], target)
            thresholds[target] = max(thresholds[target], found)
        kept = {t: 100 * weight[free & (outside >= thresholds[t])].sum() / weight.sum() for t in TARGETS}
        say(f"calibration of {question}: accepted in cross-validation "
            + ", ".join(f"{kept[t]:.1f} % at {100 * t:g} %" for t in TARGETS))
    network = fit(np.ones(len(true), bool), 3)
    share = float((weight * true).sum() / weight.sum())
    return network, thresholds, share


def threshold(outputs, true, weight, target):
    """The lowest output above which the share of true ones is `target`, one more error counted than
    there are."""
    order = np.argsort(-outputs)
    one = np.median(weight)
    wrong = np.cumsum(weight[order] * ~true[order]) + one
    kept = np.cumsum(weight[order]) + one
    good = np.flatnonzero(1 - wrong / kept >= target)
    return float(outputs[order[good[-1]]]) if len(good) else float(outputs.max()) + 1
