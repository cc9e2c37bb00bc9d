"""Writes Data/identifier: identifier.json and the matrices it names."""

import hashlib
import json
import os
import subprocess

import numpy as np

from fontlist import IPAMJ

# One step of the index's 8-bit codes, in standard deviations of the noise.
STEP = 0.134


def write(folder, views, search, residual, pair, ranking, calibration, inputs, made):
    """`views`: [(name, frame, grid, sigma, matrix [features, dimensions])]; `pair`: a PairNetwork; the rest goes into the JSON
    as it is. Keys are in a fixed order and numbers rounded, so equal fits give equal files."""
    os.makedirs(folder, exist_ok=True)
    described = []
    for name, frame, grid, sigma, matrix in views:
        data = np.ascontiguousarray(matrix, "<f4").tobytes()
        with open(os.path.join(folder, f"{name}.f32"), "wb") as file:
            file.write(data)
        described.append({
            "name": name, "frame": frame, "grid": grid, "sigma": sigma, "features": matrix.shape[0],
            "dimensions": matrix.shape[1], "matrix": f"{name}.f32",
            "sha256": hashlib.sha256(data).hexdigest(), "step": STEP})
    data = pair.weight_bytes()
    with open(os.path.join(folder, "pair.i16"), "wb") as file:
        file.write(data)
    network = {"weights": "pair.i16", "sha256": hashlib.sha256(data).hexdigest(), **pair.as_json()}
    document = {
        "format": 1, "views": described, "search": search, "residual": residual, "pair": network, "ranking": ranking,
        "calibration": calibration, "inputs": inputs, "made": made}
    with open(os.path.join(folder, "identifier.json"), "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")


def inputs_of(ipamj, sources):
    """What was read: package, version, file, SHA-256, licence."""
    with open(ipamj, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    out = [{"package": "fonts-ipamj-mincho", "version": version("fonts-ipamj-mincho", ipamj), "file": IPAMJ,
            "sha256": digest, "licence": "IPA Font License 1.0"}]
    for s in sources:
        out.append({"package": s.package, "version": version(s.package, s.path), "file": s.file,
                    "sha256": s.sha256(), "licence": s.licence})
    return out


def version(package, path):
    """Of the package that the file comes from: unpacked beside a list of versions, or installed."""
    root = path.partition("/usr/share/")[0]
    if root:
        with open(os.path.join(root, "versions"), encoding="ascii") as file:
            return dict(line.split() for line in file).get(package, "unknown")
    found = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return found.stdout.strip() or "unknown"
