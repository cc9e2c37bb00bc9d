"""Glyphs as old systems and scanners leave them: one-bit images of 14 to 96 pixels.

Level 0: a clean bitmap. 1: a bitmap drawn or scaled carelessly. 2: scanned or faxed.
"""

import math

import freetype
import numpy as np

from glyphs import GREY, MONO

# degrees of rotation, relative scale, threshold's distance from one half, share of edge pixels
# flipped, share of all pixels flipped: the largest of each.
LEVELS = [
    dict(turn=0.0, scale=0.0, threshold=0.0, edge=0.0, salt=0.0),
    dict(turn=1.2, scale=0.04, threshold=0.18, edge=0.03, salt=0.0),
    dict(turn=3.5, scale=0.08, threshold=0.25, edge=0.08, salt=0.006),
]


def degraded(font, glyph, size, level, random):
    """The glyph of an outline font as a one-bit image (255 = ink), or None if nothing is left."""
    how = LEVELS[level]
    face = font.face
    font.set_size(size)
    if level == 0 and random.random() < 0.5:
        return font.image(glyph, MONO)
    turn = math.radians(random.uniform(-how["turn"], how["turn"]))
    sx, sy = (1 + random.uniform(-how["scale"], how["scale"]) for _ in range(2))
    cos, sin = math.cos(turn), math.sin(turn)
    matrix = freetype.Matrix(*(int(65536 * v) for v in (sx * cos, -sy * sin, sx * sin, sy * cos)))
    shift = freetype.Vector(int(random.integers(0, 64)), int(random.integers(0, 64)))
    face.set_transform(matrix, shift)
    try:
        grey = font.image(glyph, GREY)
    finally:
        face.set_transform(freetype.Matrix(65536, 0, 0, 65536), freetype.Vector(0, 0))
    if grey is None:
        return None
    ink = np.pad(grey, 2).astype(np.float32) / 255
    # Hairlines are thinner than a pixel here, and whoever made the bitmap kept them.
    middle = 0.5 - 0.2 * min(max((40 - size) / 24, 0), 1)
    threshold = middle + random.uniform(-how["threshold"], how["threshold"]) * middle / 0.5
    if level == 2 and random.random() < 0.5:
        ink = thickened(ink, random.uniform(0.2, 0.7) * random.choice([1, 1, 1, -1]))
    bits = ink >= threshold
    if how["edge"]:
        edge = np.zeros_like(bits)
        for axis in (0, 1):
            for step in (1, -1):
                edge |= bits != np.roll(bits, step, axis)
        bits = bits ^ (edge & (random.random(bits.shape) < random.uniform(0, how["edge"])))
    if how["salt"]:
        bits = bits ^ (random.random(bits.shape) < random.uniform(0, how["salt"]))
    return cropped((bits * 255).astype(np.uint8))


def thickened(ink, amount):
    """Mixed with what the largest (or, below 0, the smallest) of the neighbours is."""
    other = ink
    pick = np.maximum if amount > 0 else np.minimum
    for axis in (0, 1):
        other = pick(other, pick(np.roll(other, 1, axis), np.roll(other, -1, axis)))
    return ink + abs(amount) * (other - ink)


def cropped(image):
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    if len(rows) == 0:
        return None
    return np.ascontiguousarray(image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1])
