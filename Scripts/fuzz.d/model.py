#!/usr/bin/env python3
"""Usage: model.py FOLDER: the first seeds of Scripts/fuzz for indexes, models and lists of close pairs."""

import json
import pathlib
import struct
import sys


def network(terms, hidden):
    layers = [{"weights": [[0.5] * len(terms)] * hidden, "bias": [0.1] * hidden},
              {"weights": [[-1.0] * hidden], "bias": [0.25]}]
    return {"terms": terms, "mean": [1.5] * len(terms), "scale": [2.0] * len(terms),
            "layers": layers if hidden else [layers[0] | {"weights": [[0.5] * len(terms)],
                                                          "bias": [0.1]}]}


def model(dimensions, frame):
    distances = ["sqrt(d_v)", "d_v/50"]
    strokes = ["q-c1 mean", "c-q2 p3", "q-c1 blob 128"]
    question = {"thresholds": {"0.99": 1, "0.995": 2, "0.998": 3, "0.999": 4.5},
                "priorPositive": 0.9}
    terms = distances + strokes + ["margin", "sqrt(margin)", "log2 size", "outline"]
    return json.dumps({
        "format": 1,
        "views": [{"name": "v", "frame": frame, "grid": 8, "sigma": 1.2, "features": 512,
                   "dimensions": dimensions, "matrix": "m", "step": 0.134}],
        "search": {"view": "v", "dimensions": 32, "shortlist": 4},
        "residual": {"candidates": 3},
        "ranking": network(distances + strokes, 2) | {"preliminary": network(distances, 0)},
        "calibration": {"same": network(terms, 2) | question,
                        "exact": network(terms, 0) | question}},
        separators=(",", ":")).encode()


def seeds():
    # An index as it is, cut off; then changes: a byte, a cut, an extension, a number, the head.
    yield "cut", b"\x00GAIJIIDX\x01\0\0\0\x09\0\0\0" + struct.pack("<Q", 512) + bytes(128)
    yield "same", b"\x01"
    for table in range(9):
        for kind in range(4):
            yield f"change-{table}-{kind}", bytes([1, table, kind, 4, 0, 255])
    for place in (8, 12, 16, 24, 32):
        yield f"head-{place}", bytes([1, 255, 0, place, 0, 3])
    # How large the matrices are, and a number in them; then the description.
    for number in range(8):
        yield f"model-{number}", bytes([2, 31, number]) + model(32, "moment")
    yield "model-box", bytes([2, 47, 0]) + model(48, "box")
    yield "model-short", bytes([2, 223, 0]) + model(32, "moment")
    yield "pairs", "\x03first\tsecond\n# a\nU+65EC\tU+40CF\tx\n\nU+65E5\tU+76EE\n".encode()


for name, content in seeds():
    (pathlib.Path(sys.argv[1]) / name).write_bytes(content)
