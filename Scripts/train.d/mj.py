"""The candidates: every MJ glyph of IPAmj Mincho, its code points and its image."""

import os
import pickle
import re

import numpy as np
from fontTools.ttLib import TTFont

from fast import Images
from glyphs import Font

# Pixels per em of the candidates' images.
MASTER = 96


class Index:
    """`names`, `bases` (tuples of code points), `images` (96 px), `same` and `exact` groups.

    `same[i]` (and as a set `brothers[i]`): entries that share a base code point with entry i, itself
    included. `exact[i]`: the
    number of its outline; 27 groups of IPAmj glyphs are drawn alike.
    """

    def __init__(self, path, cache):
        stored = os.path.join(cache, "mj.pickle")
        if not os.path.exists(stored):
            facts = read(path)
            with open(stored, "wb") as file:
                pickle.dump(facts, file)
        with open(stored, "rb") as file:
            (self.names, self.glyphs, self.bases, self.of_code, self.of_sequence, self.images,
             self.exact) = pickle.load(file)
        self.entry_of_name = {name: i for i, name in enumerate(self.names)}
        by_base = {}
        for i, bases in enumerate(self.bases):
            for base in bases:
                by_base.setdefault(base, []).append(i)
        self.by_base = by_base
        self.same = [sorted({j for b in bases for j in by_base[b]} | {i}) for i, bases in enumerate(self.bases)]
        self.brothers = [frozenset(s) for s in self.same]

    def __len__(self):
        return len(self.names)


def read(path):
    table = TTFont(path, lazy=True)
    order = table.getGlyphOrder()
    entries = [(name, k) for k, name in enumerate(order) if re.fullmatch(r"mj\d{6}", name)]
    entries.sort()
    row = {name: i for i, (name, _) in enumerate(entries)}
    bases = [set() for _ in entries]
    of_code, of_sequence = {}, {}
    for code, name in table.getBestCmap().items():
        if name in row:
            bases[row[name]].add(code)
            of_code[code] = row[name]
    for sub in table["cmap"].tables:
        if sub.format != 14:
            continue
        for selector, pairs in sub.uvsDict.items():
            for code, name in pairs:
                name = name or table.getBestCmap().get(code)
                if name in row:
                    bases[row[name]].add(code)
                    of_sequence[code, selector] = row[name]
    font = Font(path)
    font.set_size(MASTER)
    images = [font.image(glyph) for _, glyph in entries]
    blank = [entries[i][0] for i, image in enumerate(images) if image is None]
    if blank:
        print(f"mj: {len(blank)} blank glyphs, first {blank[0]}")
    images = [np.zeros((1, 1), np.uint8) if image is None else image for image in images]
    number, exact = {}, np.zeros(len(entries), np.int64)
    for i, image in enumerate(images):
        exact[i] = number.setdefault((image.shape, image.tobytes()), i)
    return ([name for name, _ in entries], [g for _, g in entries],
            [tuple(sorted(b)) for b in bases], of_code, of_sequence, Images(images), exact)
