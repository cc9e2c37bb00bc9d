"""What is right among the candidates of samples, and the best candidate with its rivals."""

import numpy as np


class Case:
    """Samples that were compared with the index: `compared`, `size`, `outline`, and which candidates
    are the `same` character, the `exact` glyph."""

    def __init__(self, index, compared, size, outline, same, exact):
        self.index, self.compared, self.size, self.outline = index, compared, size, outline
        self.same, self.exact = same, exact

    @staticmethod
    def of_samples(index, compared, truth, code, size, outline):
        entries = compared.entries
        same, exact = np.zeros(entries.shape, bool), np.zeros(entries.shape, bool)
        for k, t in enumerate(truth):
            if t >= 0:
                same[k] = [e in index.brothers[t] for e in entries[k]]
                exact[k] = index.exact[entries[k]] == index.exact[t]
            elif t == -2:
                base = set(index.by_base.get(int(code[k]), ()))
                same[k] = [e in base for e in entries[k]]
        return Case(index, compared, size, outline, same, exact)


class Best:
    """The best of the candidates that were compared stroke by stroke, unless `removed` says that an
    entry is not there. `margin_same`, `margin_exact`: to the first rival of another character, of
    another outline; 0 ... 8."""

    def __init__(self, case, scores, removed=None):
        scores = scores.copy()
        entries = case.compared.entries[:, :scores.shape[1]]
        if removed is not None:
            scores[removed[:, :scores.shape[1]]] = np.inf
        n = np.arange(len(scores))
        self.place = scores.argmin(axis=1)
        self.entry = entries[n, self.place]
        best = scores[n, self.place]
        self.there = np.isfinite(best)
        groups = case.index.exact
        other = groups[entries] != groups[self.entry][:, None]
        stranger = np.array([
            [e not in case.index.brothers[b] for e in row] for row, b in zip(entries, self.entry)])
        with np.errstate(invalid="ignore"):
            self.margin_exact = margin(np.where(other, scores, np.inf).min(axis=1) - best)
            self.margin_same = margin(np.where(stranger, scores, np.inf).min(axis=1) - best)
        self.same = case.same[n, self.place] & self.there
        self.exact = case.exact[n, self.place] & self.there
        if removed is not None:
            self.same &= ~removed[n, self.place]


def margin(values):
    return np.clip(np.nan_to_num(values, nan=8.0, posinf=8.0), 0, 8)
