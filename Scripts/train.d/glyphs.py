"""Glyphs of fonts as images, through FreeType."""

import ctypes

import freetype
import numpy as np
from freetype import raw

GREY = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP | freetype.FT_LOAD_RENDER
MONO = GREY | freetype.FT_LOAD_TARGET_MONO
# Of a bitmap font there is nothing else to load.
BITMAP = freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO


class Font:
    """One face of a file. `size` is the em in pixels of what `image` gives next."""

    def __init__(self, path, index=0):
        self.face = freetype.Face(path, index)
        self.is_outline = bool(self.face.face_flags & freetype.FT_FACE_FLAG_SCALABLE)

    def set_size(self, size):
        self.face.set_pixel_sizes(size, size)

    def fixed_sizes(self):
        return [s.height for s in self.face.available_sizes]

    def image(self, glyph, flags=GREY):
        """The glyph's ink as bytes (255 = ink), cropped to its box; None if it is blank or broken."""
        if raw.FT_Load_Glyph(self.face._FT_Face, glyph, flags):
            return None
        return pixels(self.face._FT_Face.contents.glyph.contents.bitmap)

    def code_points(self):
        """Unicode code point -> glyph number."""
        self.face.select_charmap(freetype.FT_ENCODING_UNICODE)
        return dict(self.face.get_chars())

    def codes(self):
        """Code -> glyph number, in the font's own encoding (bitmap fonts of JIS order)."""
        self.face.set_charmap(self.face.charmaps[0])
        return dict(self.face.get_chars())


def pixels(bitmap):
    if bitmap.rows == 0 or bitmap.width == 0:
        return None
    data = np.ctypeslib.as_array(
        ctypes.cast(bitmap.buffer, ctypes.POINTER(ctypes.c_ubyte)), (bitmap.rows, abs(bitmap.pitch)))
    if bitmap.pixel_mode == freetype.FT_PIXEL_MODE_MONO:
        data = np.unpackbits(data, axis=1)[:, :bitmap.width] * np.uint8(255)
    else:
        data = data[:, :bitmap.width].copy()
    return data if data.any() else None
