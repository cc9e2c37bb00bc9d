#!/usr/bin/env python3
"""Usage: glyphs.py fonts|images|entries FOLDER: the first seeds of Scripts/fuzz for fonts and images; or
font.ttf with glyphs named as those of IPAmj, for its indexes.

Small files made here, each behind two bytes that choose how it is used. TrueType and OpenType fonts need
fontTools (python3-fonttools); without it there are only bitmap fonts and images.
"""

import io
import pathlib
import struct
import sys
import zlib


def entries():
    for kind, content in fonts([".notdef", "mj000001", "mj000002", "mj000003"]):
        if kind == "ttf":
            yield "font.ttf", content[2:]


def fonts(names=(".notdef", "a", "b", "c")):
    try:
        from fontTools.fontBuilder import FontBuilder
        from fontTools.pens.t2CharStringPen import T2CharStringPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen
    except ImportError:
        return
    _, a, b, c = names
    for kind in ("ttf", "cff"):
        builder = FontBuilder(1000, isTTF=kind == "ttf")
        builder.setupGlyphOrder(list(names))
        builder.setupCharacterMap(
            {0xE000: a, 0xE001: b, 0x845B: c, 0x20000: c},
            uvs=[(0x845B, 0xE0100, None), (0x845B, 0xE0101, b)])
        glyphs = {}
        for index, name in enumerate(names):
            pen = TTGlyphPen(glyphs) if kind == "ttf" else T2CharStringPen(1000, None)
            if kind == "ttf" and name == c:
                pen.addComponent(a, (1, 0, 0, 1, 50, 50))
                pen.addComponent(b, (0.5, 0, 0, 0.5, 0, 0))
            else:
                pen.moveTo((100, 0))
                pen.lineTo((800, 100 * index))
                if kind == "ttf":
                    pen.qCurveTo((900, 500), (400, 800))
                else:
                    pen.curveTo((900, 500), (700, 700), (400, 800))
                pen.closePath()
            glyphs[name] = pen.glyph() if kind == "ttf" else pen.getCharString()
        if kind == "ttf":
            builder.setupGlyf(glyphs)
        else:
            builder.setupCFF("seed", {}, glyphs, {})
        builder.setupHorizontalMetrics({name: (1000, 0) for name in names})
        builder.setupHorizontalHeader(ascent=880, descent=-120)
        builder.setupNameTable({"familyName": "Seed", "styleName": "Regular", "version": "1"})
        builder.setupOS2()
        builder.setupPost()
        out = io.BytesIO()
        builder.font.save(out)
        yield kind, b"\0\x20" + out.getvalue()


def png(depth, kind, row, extra=b"", interlaced=0):
    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body
                + struct.pack(">I", zlib.crc32(name + body)))
    head = struct.pack(">IIBBBBB", 16, 16, depth, kind, 0, 0, interlaced)
    pixels = (b"\0" + row) * 16 if not interlaced else b"\0" * 400
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
            + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))


def bmp(bits, compression, pixels, colours=b"\xff\xff\xff\0\0\0\0\0"):
    start = 54 + len(colours)
    head = struct.pack("<IiiHHIIiiII", 40, 16, 16, 1, bits, compression, len(pixels), 0, 0,
                       len(colours) // 4 if bits <= 8 else 0, 0)
    return b"BM" + struct.pack("<III", start + len(pixels), 0, start) + head + colours + pixels


def euf():
    head = b"Windows EUDC Editor Bitmap File (Uni-Code)".ljust(0x66, b"\0")
    codes = b"".join(struct.pack("<H", 0xE000 + i) for i in range(6400))
    bits = bytes(range(256)) * 2
    body = struct.pack("<IHH", 520, 64, 64) + bits
    first = 0x0E + 4 * 6400
    offsets = struct.pack("<I", first) + b"\0" * (4 * 6399)
    size = first + len(body)
    table = struct.pack("<HHH", 0xE000, 0xF8FF, 0) + struct.pack("<IIIH", size, 0x0E, 0x640E, 0)
    return head + codes + table + offsets + body


def images():
    palette = (struct.pack(">I", 6) + b"PLTE" + b"\xff\xff\xff\0\0\0"
               + struct.pack(">I", zlib.crc32(b"PLTE\xff\xff\xff\0\0\0")))
    files = {
        "png1": png(1, 0, b"\xaa\x55"), "png8": png(8, 0, bytes(range(16))),
        "png24": png(8, 2, bytes(48)), "png32": png(8, 6, bytes(range(64))),
        "pngpalette": png(4, 3, b"\x01" * 8, palette),
        "pnginterlaced": png(8, 0, b"", interlaced=1),
        "bmp1": bmp(1, 0, b"\xaa\x55\0\0" * 16), "bmp24": bmp(24, 0, bytes(48 * 16), b""),
        "bmp16": bmp(16, 3, bytes(512), struct.pack("<III", 0xF800, 0x7E0, 0x1F)),
        "bmprle8": bmp(8, 1, b"\x10\x01\0\0\0\x04\1\0\1\0\0\2\1\1\x05\1\0\1"),
        "bmprle4": bmp(4, 2, b"\x10\x10\0\0\0\x04\x10\x10\0\2\1\1\x05\1\0\1"),
        "euf": euf(),
    }
    for name, content in files.items():
        for cut in range(4):
            yield f"{name}-{cut}", bytes([cut, 8]) + content


folder = pathlib.Path(sys.argv[2])
for name, content in {"fonts": fonts, "images": images, "entries": entries}[sys.argv[1]]():
    (folder / name).write_bytes(content)
