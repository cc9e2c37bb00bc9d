"""Data/identifier/close-pairs.tsv: characters whose figures are about a stroke apart.

By geometry: MJ glyphs of two characters that are nearer to each other, over all views, than LIMIT. By
hand: close-pairs.tsv beside this file. Whoever decides automatically leaves both to a person.
"""

import os

import numpy as np

from metric import nearest

HERE = os.path.dirname(os.path.abspath(__file__))
# Squared distance over all views. Two clean drawings of one figure by different Mincho fonts are
# about 200 apart, 24-pixel bitmaps 400.
LIMIT = 310.0
# The same for kanji outside MJ, drawn by another font.
OUTSIDE_LIMIT = 750.0


def neighbours(index, tables, search_dimensions, count=24):
    """(distance, entry, entry) of near entries that share no base, nearest first; and for each entry
    the distance of its nearest one."""
    first = np.ascontiguousarray(tables[0][:, :search_dimensions])
    entries, _ = nearest(first, first, count)
    whole = np.concatenate(tables, axis=1)
    pairs, closest = [], np.full(len(index), np.inf, np.float32)
    for i, near in enumerate(entries):
        brothers = set(index.same[i])
        others = [j for j in near if j not in brothers]
        if not others:
            continue
        distances = np.square(whole[others] - whole[i]).sum(axis=1)
        closest[i] = distances.min()
        pairs += [(float(d), i, j) for d, j in zip(distances, others) if d < 2 * LIMIT and i < j]
    return sorted(pairs), closest


def by_hand(index):
    with open(os.path.join(HERE, "close-pairs.tsv"), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                a, b, why = line.rstrip("\n").split("\t")
                if ord(a) in index.by_base and ord(b) in index.by_base:
                    yield ord(a), ord(b), why


def reasons(index, pairs, alike):
    """(code point, code point) -> why."""
    out = {}
    for a, b, why in by_hand(index):
        out[min(a, b), max(a, b)] = why
    for distance, i, j in pairs:
        if distance >= LIMIT:
            break
        for a in index.bases[i]:
            for b in index.bases[j]:
                out.setdefault((min(a, b), max(a, b)), f"distance {distance:.0f}")
    for distance, code, entry in alike:
        for base in index.bases[entry]:
            out.setdefault((min(code, base), max(code, base)), f"not in MJ: U+{code:04X}, distance {distance:.0f}")
    return out


def left_to_person(index, reasons):
    """For each entry whether one of its characters stands in the list."""
    codes = {code for pair in reasons for code in pair}
    return np.array([not codes.isdisjoint(bases) for bases in index.bases])


def write(path, reasons):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Characters about a stroke apart, always left to a person. Made by Scripts/train-identifier\n")
        file.write("# from Scripts/train.d/close-pairs.tsv and the geometry of IPAmj glyphs (distance: squared, over\n")
        file.write("# all views).\n")
        for (a, b), why in sorted(reasons.items()):
            file.write(f"U+{a:04X}\tU+{b:04X}\t{chr(a)}\t{chr(b)}\t{why}\n")
