"""The fonts of fonts.tsv that can be had, and which code points their glyphs have."""

import hashlib
import os

import numpy as np
from fontTools.ttLib import TTFont

from degrade import cropped
from glyphs import BITMAP, Font

IPAMJ = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
HERE = os.path.dirname(os.path.abspath(__file__))


class Source:
    """One line of fonts.tsv. `glyphs`: code point -> glyph number (or, of a .hex file, the image)."""

    def __init__(self, line, root):
        self.name, self.use, self.style, self.coding, self.package, self.licence, path = line
        path, _, face = path.partition("#")
        self.file, self.path = path, first_existing(root + path, path)
        self.face = int(face or 0)

    def open(self):
        if self.coding == "hex":
            self.glyphs, self.size = read_hex(self.path), 16
            return self
        self.font = Font(self.path, self.face)
        # For its variation sequences.
        self.table = None if self.style == "bitmap" else TTFont(self.path, fontNumber=self.face, lazy=True)
        if self.coding == "unicode":
            self.glyphs, self.size = self.font.code_points(), None
        else:
            self.size = self.font.fixed_sizes()[0]
            self.font.face.select_size(0)
            self.glyphs = by_code_point(self.font.codes(), self.coding)
        return self

    def bitmap(self, code):
        glyph = self.glyphs[code]
        return cropped(glyph) if self.coding == "hex" else self.font.image(glyph, BITMAP)

    def sha256(self):
        with open(self.path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()


def first_existing(*paths):
    return next((p for p in paths if os.path.exists(p)), None)


def sources(root):
    """(those that are there, those that are missing). `root`: where packages were unpacked, or ''."""
    lines = []
    with open(os.path.join(HERE, "fonts.tsv"), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                lines.append(Source(line.rstrip("\n").split("\t"), root))
    return [s for s in lines if s.path], [s for s in lines if not s.path]


def by_code_point(codes, coding):
    """JIS codes (two bytes) as Unicode code points; what Python's codec does not know is left out."""
    out = {}
    for code, glyph in codes.items():
        pair = bytes([code >> 8 | 0x80, code & 0xFF | 0x80])
        try:
            if coding == "jisx0208":
                text = pair.decode("euc_jp")
            elif coding == "jisx0212":
                text = (b"\x8f" + pair).decode("euc_jp")
            else:
                text = ((b"\x8f" if coding == "jisx0213-2" else b"") + pair).decode("euc_jis_2004")
        except UnicodeDecodeError:
            continue
        if len(text) == 1:
            out[ord(text)] = glyph
    return out


def read_hex(path):
    """Unifont's .hex: code point, colon, 16 rows of one or two bytes."""
    out = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            code, _, rows = line.strip().partition(":")
            if len(rows) == 64:
                bits = np.unpackbits(np.frombuffer(bytes.fromhex(rows), np.uint8).reshape(16, 2), axis=1)
                if bits.any():
                    out[int(code, 16)] = bits * np.uint8(255)
    return out
