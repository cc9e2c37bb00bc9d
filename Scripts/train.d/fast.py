"""features.py, residual.py and pairnet.py for many glyphs at a time, in C (about 30 times as fast)."""

import ctypes
import os
import subprocess

import numpy as np
from numpy.ctypeslib import ndpointer

import features
import pairnet
import residual

HERE = os.path.dirname(os.path.abspath(__file__))
FRAME_NUMBERS = {"moment": 0, "box": 1}


def load(folder):
    """Compiles the C files into `folder` and loads them."""
    library = os.path.join(folder, "fast.so")
    sources = [os.path.join(HERE, name) for name in ("fast.c", "fast_residual.c", "fast_pair.c")]
    if not os.path.exists(library) or any(
        os.path.getmtime(s) > os.path.getmtime(library) for s in sources
    ):
        subprocess.run(
            ["cc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-w", "-o", library]
            + sources + ["-lm"], check=True)
    code = ctypes.CDLL(library)
    bytes_, longs = ndpointer(np.uint8, flags="C"), ndpointer(np.int64, flags="C")
    ints, doubles = ndpointer(np.int32, flags="C"), ndpointer(np.float64, flags="C")
    floats, shorts = ndpointer(np.float32, flags="C"), ndpointer(np.uint16, flags="C")
    int_, double = ctypes.c_int, ctypes.c_double
    code.views.argtypes = [bytes_, longs, ints, ints, int_, int_, int_, double, floats]
    code.descriptors.argtypes = [bytes_, longs, ints, ints, doubles, int_, int_, shorts]
    code.residuals.argtypes = [shorts, shorts, longs, longs, ctypes.c_int64, int_, floats]
    words = ndpointer(np.int32, flags="C")
    code.pair_layer.argtypes = [words, ctypes.c_int64, int_, int_, int_, words, words, ctypes.c_float, int_, int_,
                                int_, words]
    code.pair_inputs.argtypes = [bytes_, bytes_, longs, longs, ctypes.c_int64, bytes_]
    return code


class Images:
    """Glyph images of any sizes, as bytes (255 = ink), one after another."""

    def __init__(self, arrays):
        self.height = np.array([a.shape[0] for a in arrays], np.int32)
        self.width = np.array([a.shape[1] for a in arrays], np.int32)
        sizes = self.height.astype(np.int64) * self.width
        self.offset = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.ink = np.concatenate([np.asarray(a, np.uint8).ravel() for a in arrays])

    def __len__(self):
        return len(self.width)

    def __getitem__(self, k):
        size = int(self.width[k]) * int(self.height[k])
        start = self.offset[k]
        return self.ink[start:start + size].reshape(self.height[k], self.width[k])


class Fast:
    def __init__(self, folder):
        self.code = load(folder)
        self.compare()

    def views(self, images, frame, grid, sigma):
        out = np.empty((len(images), 8 * grid * grid), np.float32)
        self.code.views(images.ink, images.offset, images.width, images.height, len(images),
                        FRAME_NUMBERS[frame], grid, sigma, out)
        return out

    def descriptors(self, images, rows, sigmas, side=64):
        """Of some images, each with its blur. In thousandths: [rows, 8 * (side/2)^2]."""
        rows = np.asarray(rows)
        out = np.empty((len(rows), 2 * side * side), np.uint16)
        sigmas = np.ascontiguousarray(np.broadcast_to(sigmas, len(rows)), np.float64)
        self.code.descriptors(
            images.ink, np.ascontiguousarray(images.offset[rows]),
            np.ascontiguousarray(images.width[rows]), np.ascontiguousarray(images.height[rows]),
            sigmas, len(rows), side, out)
        return out

    def residuals(self, queries, candidates, query, candidate, side=64):
        """12 measures for each pair of rows of two tables of descriptors; see fast_residual.c."""
        out = np.empty((len(query), 12), np.float32)
        self.code.residuals(queries, candidates, np.ascontiguousarray(query, np.int64),
                            np.ascontiguousarray(candidate, np.int64), len(query), side, out)
        return out

    def pair_inputs(self, queries, candidates, query, candidate):
        """pairnet.py's `laid` [n, 32, 32, 32] of pairs of rows of two tables of codes."""
        out = np.empty((len(query), 32, 32, 32), np.uint8)
        self.code.pair_inputs(queries, candidates, np.ascontiguousarray(query, np.int64),
                              np.ascontiguousarray(candidate, np.int64), len(query), out)
        return out

    def pair_logits(self, network, inputs, sizes):
        """What a PairNetwork says of `inputs` as `pair_inputs` gives them."""
        out = np.empty(len(inputs))
        for start in range(0, len(inputs), 256):
            cells = inputs[start:start + 256].astype(np.int32)
            for layer in network.layers:
                n, side, _, count = cells.shape
                outputs = len(layer.bias)
                target = np.empty((n, side // layer.stride, side // layer.stride, outputs), np.int32)
                self.code.pair_layer(
                    cells, n, side, count, layer.stride, np.ascontiguousarray(layer.weights, np.int32),
                    np.ascontiguousarray(layer.bias, np.int32), layer.factor, outputs, layer.adds, pairnet.LIMIT,
                    target)
                cells = target
            out[start:start + 256] = network.pooled(cells, sizes[start:start + 256])
        return out

    def compare(self):
        """Stops the run if this is not what features.py and residual.py say."""
        from golden import glyphs
        arrays = list(glyphs().values())
        images = Images(arrays)
        for frame in features.FRAMES:
            for grid, sigma in ((8, 1.2), (16, 0.8)):
                ours = self.views(images, frame, grid, sigma)
                for a, row in zip(arrays, ours):
                    error = np.abs(features.view(a / 255, frame, grid, sigma) - row).max()
                    if error > 2e-4:
                        raise SystemExit(f"fast.c: {frame} {grid} differs by {error} from features.py")
        for side in (64, 128):
            theirs = [residual.descriptor(a / 255, side) for a in arrays]
            ours = self.descriptors(images, range(len(arrays)), 1.0, side)
            pairs = [(i, j) for i in range(len(arrays)) for j in range(len(arrays)) if i != j]
            got = self.residuals(ours, ours, *np.array(pairs).T, side)
            for (i, j), row in zip(pairs, got):
                want = [m for t in (1, 2) for a, b in ((i, j), (j, i))
                        for m in residual.measures(theirs[a], theirs[b], t)]
                error = np.abs(np.array(want) - row).max()
                if error > 0.02:
                    raise SystemExit(f"fast.c: residual {side} differs by {error} from residual.py")
        self.compare_pairs(np.stack([pairnet.codes(residual.descriptor(a / 255)) for a in arrays]))

    def compare_pairs(self, codes):
        table, order = codes.reshape(len(codes), -1), np.arange(len(codes))
        inputs = self.pair_inputs(table, table, order, order[::-1])
        if (inputs != np.stack([pairnet.laid(a, b) for a, b in zip(codes, codes[::-1])])).any():
            raise SystemExit("fast_pair.c: inputs differ from pairnet.py")
        network, sizes = pairnet.example(), np.full(len(codes), 24)
        if (network(inputs, sizes) != self.pair_logits(network, inputs, sizes)).any():
            raise SystemExit("fast_pair.c: a network's values differ from pairnet.py")
