"""The drawings that the identifier is fitted with: what is drawn, by which font, how, and what it is.

Every kind of query that a municipality brings has its share: degraded bitmaps of IPAmj, glyphs hard
to tell apart, other Mincho and Gothic fonts, hand-drawn bitmaps, outlines, and what MJ does not have.
All that is in held-out.tsv is left out.
"""

import os
import pickle
import zlib

import numpy as np

from degrade import degraded
from fast import Images
from glyphs import GREY
from heldout import held_out

SIZES = [14, 16, 16, 20, 24, 24, 32, 32, 40, 48, 64]


class Samples:
    """Parallel lists: `images`, `fine` (128 px of outlines, else None), `truth` (entry of the index,
    -1: not in MJ, -2: a form of a known base that MJ does not have), `code`, `kind`, `font`, `size`
    (pixels per em), `level`."""

    FIELDS = ("images", "fine", "truth", "code", "kind", "font", "size", "level")

    def __init__(self):
        for field in self.FIELDS:
            setattr(self, field, [])

    def add(self, image, truth, code, kind, font, size, level=0, fine=None):
        if image is not None:
            for field, value in zip(self.FIELDS, (image, fine, truth, code, kind, font, size, level)):
                getattr(self, field).append(value)

    def finish(self):
        empty = np.zeros((1, 1), np.uint8)
        self.images = Images(self.images)
        self.fine = Images([empty if f is None else f for f in self.fine])
        for field in ("truth", "code", "kind", "font", "size", "level"):
            setattr(self, field, np.array(getattr(self, field)))
        self.outline = self.fine.width > 1
        # A character is in the same tenth in whatever font.
        self.tenth = np.array([zlib.crc32(b"%d" % c) % 10 for c in self.code])
        return self

    def __len__(self):
        return len(self.truth)

    def subset(self, rows):
        some = Samples()
        for field in self.FIELDS:
            value = getattr(self, field)
            setattr(some, field, Images([value[k] for k in rows]) if isinstance(value, Images) else value[rows])
        some.outline, some.tenth = self.outline[rows], self.tenth[rows]
        return some


class Maker:
    def __init__(self, index, ipamj, sources, seed):
        self.index, self.ipamj, self.sources = index, ipamj, sources
        self.random = np.random.default_rng(seed)
        self.codes_out, self.names_out = held_out()
        self.out = Samples()
        self.free = np.array([
            i for i, name in enumerate(index.names)
            if name not in self.names_out and not self.codes_out & set(index.bases[i])])

    def pick(self, items, count):
        items = list(items)
        chosen = self.random.permutation(len(items))[:count]
        return [items[k] for k in chosen]

    def code_of(self, entry):
        return self.index.bases[entry][0] if self.index.bases[entry] else 0

    def ipamj_bitmaps(self, entries, kind, sizes, levels):
        for entry in entries:
            size, level = int(self.random.choice(sizes)), int(self.random.choice(levels))
            image = degraded(self.ipamj, self.index.glyphs[entry], size, level, self.random)
            self.out.add(image, entry, self.code_of(entry), kind, "ipamj", size, level)

    def drawn(self, source, glyph, truth, code, kind, how):
        """`how`: "grey" (an image of 64 px), "outline" (96 and 128 px), "bits" (one bit, any size)."""
        font = source.font
        if how == "grey":
            size = 64
            font.set_size(size)
            self.out.add(font.image(glyph, GREY), truth, code, kind, source.name, size)
        elif how == "outline":
            font.set_size(128)
            fine = font.image(glyph, GREY)
            font.set_size(96)
            self.out.add(font.image(glyph, GREY), truth, code, kind, source.name, 96, 0, fine)
        else:
            size, level = int(self.random.choice(SIZES)), int(self.random.choice([0, 0, 1]))
            image = degraded(font, glyph, size, level, self.random)
            self.out.add(image, truth, code, kind, source.name, size, level)

    def positives(self, source, count):
        index = self.index
        codes = sorted(c for c in source.glyphs if c in index.of_code and c not in self.codes_out)
        for code in self.pick(codes, count):
            truth = index.of_code[code]
            if source.style == "bitmap":
                self.out.add(source.bitmap(code), truth, code, "bitmap", source.name, source.size)
            else:
                how = self.random.choice(["grey", "grey", "grey", "outline", "outline", "bits"])
                self.drawn(source, source.glyphs[code], truth, code, source.style, how)

    def sequences(self, source, count):
        """Glyphs of variation sequences: the same sequence in IPAmj is the same glyph, by definition."""
        index = self.index
        found = []
        for sub in source.table["cmap"].tables:
            if sub.format == 14:
                for selector, pairs in sub.uvsDict.items():
                    for code, name in pairs:
                        if code in self.codes_out or name is None:
                            continue
                        if (code, selector) in index.of_sequence:
                            found.append((name, index.of_sequence[code, selector], code))
                        elif code in index.by_base:
                            found.append((name, -2, code))
        shared = [f for f in found if f[1] >= 0]
        soft = [f for f in found if f[1] == -2]
        for name, truth, code in self.pick(shared, count) + self.pick(soft, count // 12):
            how = self.random.choice(["grey", "outline", "outline", "bits", "bits"])
            kind = "sequence" if truth >= 0 else "soft"
            self.drawn(source, source.table.getGlyphID(name), truth, code, kind, how)

    def negatives(self, source, wanted, kind, count):
        codes = sorted(c for c in source.glyphs
                       if wanted(c) and c not in self.index.by_base and c not in self.codes_out)
        for code in self.pick(codes, count):
            how = self.random.choice(["grey", "grey", "outline", "bits"])
            self.drawn(source, source.glyphs[code], -1, code, kind, how)


def is_han(code):
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF


def is_other(code):
    """Letters, kana, symbols, Hangul; not radicals and the like, which are drawn as kanji are."""
    if 0x2E80 <= code <= 0x2FDF or 0x3190 <= code <= 0x33FF or 0x3005 <= code <= 0x3007:
        return False
    return 0x21 <= code < 0x3400 or 0xAC00 <= code <= 0xD7A3


def make(index, ipamj, sources, neighbours, scale, seed):
    """`neighbours`: for each entry its nearest one of another base (see pairs.py), with the distance."""
    maker = Maker(index, ipamj, sources, seed)
    free, pick = list(maker.free), maker.pick
    count = lambda n: int(n * scale)
    maker.ipamj_bitmaps(pick(free, count(30000)), "ipamj", SIZES, [0, 1, 2])
    near = sorted(free, key=lambda i: neighbours[i])[:len(free) // 4]
    brothers = [i for i in free if len(index.same[i]) > 1]
    maker.ipamj_bitmaps(pick(near, count(12000)), "near", [24, 32, 48], [0, 1])
    maker.ipamj_bitmaps(pick(brothers, count(12000)), "brothers", [24, 32, 48], [0, 1])
    for source in sources:
        if source.style == "bitmap":
            maker.positives(source, count(2500))
        else:
            maker.positives(source, count(9000 if source.name.startswith("hana") else 4000))
            maker.sequences(source, count(12000))
    by_name = {s.name: s for s in sources}
    for name, amount in (("hanaB", 4000), ("hanaA", 600), ("babel", 1500), ("twsungb", 1500), ("twsung", 800),
                         ("notosans", 300)):
        if name in by_name:
            maker.negatives(by_name[name], is_han, "not-mj", count(amount))
    for name, amount in (("notosans", 500), ("notoserif", 500), ("hanaA", 200), ("vl", 200)):
        if name in by_name:
            maker.negatives(by_name[name], is_other, "symbol", count(amount))
    return maker.out.finish()


def made(path, *how):
    """What `make` gives, kept in a file."""
    if not os.path.exists(path):
        with open(path, "wb") as file:
            pickle.dump(make(*how), file, protocol=4)
    with open(path, "rb") as file:
        return pickle.load(file)
