"""Kanji that Unicode has and MJ lacks, but that look like an MJ glyph.

憐 U+F98F is drawn like 憐 U+6190, 𦄣 U+26123 nearly like 縗: whoever finds 縗 may have 𦄣 before him.
The fonts with the most kanji (fit or not) say which those are; close-pairs.tsv lists them.
"""

import numpy as np

from fast import Images
from metric import nearest

# The first of these that has a code point draws it.
FONTS = ("hanaA", "hanaB", "notoserif", "babel")


def is_kanji(code):
    return (0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF)


def lookalikes(index, tables, views, fast, sources, search_dimensions, limit):
    """[(distance, code point outside MJ, entry)] below `limit`. `views`: (frame, grid, sigma, matrix)."""
    by_name = {s.name: s for s in sources}
    codes, images = [], []
    seen = set(index.by_base)
    for name in FONTS:
        source = by_name.get(name)
        if source is None:
            continue
        source.font.set_size(96)
        for code in sorted(source.glyphs):
            if is_kanji(code) and code not in seen:
                seen.add(code)
                image = source.font.image(source.glyphs[code])
                if image is not None:
                    codes.append(code)
                    images.append(image)
    if not codes:
        return []
    images = Images(images)
    ours = [fast.views(images, frame, grid, sigma) @ matrix for frame, grid, sigma, matrix in views]
    entries, _ = nearest(np.ascontiguousarray(ours[0][:, :search_dimensions]),
                         np.ascontiguousarray(tables[0][:, :search_dimensions]), 8)
    found = []
    for k, near in enumerate(entries):
        distances = sum(np.square(t[near] - q[k]).sum(axis=1) for t, q in zip(tables, ours))
        found += [(float(d), codes[k], int(e)) for d, e in zip(distances, near) if d < limit]
    return sorted(found)
