"""Golden values for the Swift tests: python3 golden.py FOLDER

Writes a few glyphs drawn by formula (no font's glyph), and what features.py and residual.py say about
them, and pairnet.py with a network by formula: `glyphs.txt` (P2-like text: name, width, height, then the rows, 0 ... 255, 255 = ink), `views.f32`
(float32 little-endian; for each glyph mom, bboxs, m16 and box16, see README),
`residuals.tsv` and `pairs.tsv`.
"""

import os
import sys

import numpy as np

import features
import pairnet
import residual

# Strokes in an em of 1 x 1: x0, y0, x1, y1, half width.
FIGURES = {
    "cross": [(0.1, 0.45, 0.9, 0.45, 0.03), (0.5, 0.08, 0.5, 0.92, 0.045)],
    "roof": [(0.5, 0.08, 0.08, 0.5, 0.04), (0.5, 0.08, 0.92, 0.5, 0.04), (0.3, 0.55, 0.7, 0.55, 0.03),
             (0.3, 0.75, 0.7, 0.75, 0.03), (0.3, 0.55, 0.3, 0.9, 0.04), (0.7, 0.55, 0.7, 0.9, 0.04),
             (0.3, 0.9, 0.7, 0.9, 0.03)],
    "roof-dot": [(0.5, 0.08, 0.08, 0.5, 0.04), (0.5, 0.08, 0.92, 0.5, 0.04), (0.3, 0.55, 0.7, 0.55, 0.03),
                 (0.3, 0.75, 0.7, 0.75, 0.03), (0.3, 0.55, 0.3, 0.9, 0.04), (0.7, 0.55, 0.7, 0.9, 0.04),
                 (0.3, 0.9, 0.7, 0.9, 0.03), (0.78, 0.1, 0.88, 0.2, 0.04)],
    "bar": [(0.05, 0.5, 0.95, 0.5, 0.04)],
    "comb": [(0.2, 0.1, 0.2, 0.9, 0.03), (0.2, 0.2, 0.8, 0.25, 0.025), (0.2, 0.5, 0.8, 0.55, 0.025),
             (0.2, 0.8, 0.8, 0.85, 0.025), (0.55, 0.1, 0.45, 0.95, 0.03)],
}
# name, figure, width, height, one bit (or grey)
GLYPHS = [
    ("cross-16", "cross", 16, 16, True), ("roof-24", "roof", 24, 24, True),
    ("roof-dot-24", "roof-dot", 24, 24, True), ("bar-32", "bar", 32, 32, True),
    ("comb-40x48", "comb", 40, 48, True), ("roof-64", "roof", 64, 64, False),
    ("roof-96", "roof", 96, 96, False), ("roof-dot-96", "roof-dot", 96, 96, False),
    ("comb-128", "comb", 128, 128, False),
]


def drawn(figure, width, height, one_bit):
    """Bytes, 255 = ink: how deep each pixel's centre lies in a stroke, over one pixel's width."""
    x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    depth = np.full(x.shape, -1.0)
    for x0, y0, x1, y1, half in FIGURES[figure]:
        dx, dy = x1 - x0, y1 - y0
        t = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
        depth = np.maximum(depth, half - np.hypot(x - x0 - t * dx, y - y0 - t * dy))
    grey = np.clip(depth * min(width, height) + 0.5, 0, 1)
    return ((grey >= 0.5) * 255 if one_bit else np.round(grey * 255)).astype(np.uint8)


def glyphs():
    return {name: drawn(*how) for name, *how in GLYPHS}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    images = glyphs()
    with open(os.path.join(folder, "glyphs.txt"), "w") as file:
        for name, image in images.items():
            file.write(f"{name} {image.shape[1]} {image.shape[0]}\n")
            file.writelines(" ".join(map(str, row)) + "\n" for row in image)
    with open(os.path.join(folder, "views.f32"), "wb") as file:
        for image in images.values():
            for view in (("moment", 8, 1.2), ("box", 8, 1.2), ("moment", 16, 0.8), ("box", 16, 0.8)):
                file.write(features.view(image / 255, *view).astype("<f4").tobytes())
    with open(os.path.join(folder, "residuals.tsv"), "w") as file:
        file.write("query\tcandidate\tside\tcandidate_blur\ttolerance\tof\tmean\tblob\tcubic\n")
        for query, candidate, side in (
            ("roof-24", "roof-96", 64), ("roof-24", "roof-dot-96", 64), ("roof-dot-24", "roof-96", 64),
            ("cross-16", "comb-128", 64), ("roof-64", "roof-dot-96", 64), ("bar-32", "roof-64", 64),
            ("roof-96", "roof-dot-96", 128), ("comb-128", "roof-96", 128),
        ):
            blur = residual.blur_of_candidate(images[query].shape[0], side)
            q = residual.descriptor(images[query] / 255, side)
            c = residual.descriptor(images[candidate] / 255, side, blur)
            for tolerance in (1, 2):
                for of, values in (("query", residual.measures(q, c, tolerance)),
                                   ("candidate", residual.measures(c, q, tolerance))):
                    numbers = "\t".join(f"{v:.7g}" for v in values)
                    file.write(f"{query}\t{candidate}\t{side}\t{blur:.7g}\t{tolerance}\t{of}\t{numbers}\n")
    network = pairnet.example()
    with open(os.path.join(folder, "pairs.tsv"), "w") as file:
        file.write("query\tcandidate\tcandidate_blur\tlogit\n")
        for query, candidate in (
            ("roof-24", "roof-96"), ("roof-24", "roof-dot-96"), ("roof-dot-24", "roof-96"), ("cross-16", "comb-128"),
            ("roof-64", "roof-dot-96"), ("bar-32", "roof-64"), ("comb-128", "comb-40x48"),
        ):
            size = images[query].shape[0]
            blur = residual.blur_of_candidate(size)
            q, c = (pairnet.codes(residual.descriptor(images[name] / 255, 64, b))
                    for name, b in ((query, 1.0), (candidate, blur)))
            logit = network(pairnet.laid(q, c)[None], np.array([size]))[0]
            file.write(f"{query}\t{candidate}\t{blur:.7g}\t{logit:.7g}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    main(sys.argv[1])
