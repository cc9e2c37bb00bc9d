"""Fits the identifier: see Scripts/train-identifier, which calls this."""

import argparse
import os
import pickle
import time

import numpy as np

import fontlist
import matrices as m
import modelfile
import outside
import pairdata
import pairfit
import pairs as close
import samples as drawings
from answers import Case
from calibrate import Pool, fit_question, fit_ranking, mislabelled
from compare import RESIDUALS, SHORTLIST, Compared, compare
from fast import Fast, Images
from glyphs import GREY, Font
from metric import nearest
from mj import Index

START = time.time()
# Of the samples that the matrices did not see, so many of each kind are compared stroke by stroke.
COMPARED = {"ipamj": 4500, "near": 3000, "brothers": 3000, "sequence": 3000, "mincho": 6000, "gothic": 5000,
            "bitmap": 5000, "not-mj": 4000, "symbol": 400, "soft": 2000}


def say(text):
    print(f"{time.time() - START:6.0f} s  {text}", flush=True)


class Work:
    """A folder where each step's result is kept, so that a run goes on where it was stopped."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def array(self, name, make):
        path = os.path.join(self.folder, name + ".npy")
        if not os.path.exists(path):
            np.save(path, make())
            say(name)
        return np.load(path, mmap_mode="r")

    def object(self, name, make):
        path = os.path.join(self.folder, name + ".pickle")
        if not os.path.exists(path):
            result = make()
            with open(path, "wb") as file:
                pickle.dump(result, file, protocol=4)
            say(name)
        with open(path, "rb") as file:
            return pickle.load(file)


def closeness(index, features):
    """For each entry how near its nearest one of another base is, by plain features: only to choose
    what is drawn."""
    mean = features.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((features - mean).T))
    table = np.ascontiguousarray((features - mean) @ vectors[:, -128:], np.float32)
    entries, distances = nearest(table, table, 16)
    out = np.full(len(table), 1e9, np.float32)
    for i, (near, far) in enumerate(zip(entries, distances)):
        strangers = [d for e, d in zip(near, far) if e not in index.brothers[i]]
        if strangers:
            out[i] = strangers[0]
    return out


def subset(images, rows):
    return Images([images[k] for k in rows])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--work", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--root", default="")
    options.add_argument("--fonts", choices=("debian", "ipamj"), default="debian")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--epochs", type=float, default=2.5)
    options.add_argument("--pair-epochs", type=float, default=4)
    options = options.parse_args()
    work = Work(options.work)
    random = np.random.default_rng([options.seed, 7])
    path = fontlist.first_existing(options.root + fontlist.IPAMJ, fontlist.IPAMJ)
    if path is None:
        raise SystemExit(f"{fontlist.IPAMJ} is missing: install fonts-ipamj-mincho")
    index, fast = Index(path, options.work), Fast(options.work)
    found, missing = fontlist.sources(options.root)
    for source in missing:
        say(f"missing: {source.file} of {source.package}")
    fonts = [s.open() for s in found if s.use != "unseen"] if options.fonts == "debian" else []
    say(f"{len(index)} MJ glyphs, {len(fonts)} other fonts")

    candidates = {v: work.array(f"mj-{v}", lambda: fast.views(index.images, *how)) for v, how in m.VIEWS.items()}
    near = work.array("closeness", lambda: closeness(index, candidates["mom"]))
    drawn = drawings.made(os.path.join(options.work, "samples.pickle"), index, Font(path), fonts, near,
                          options.scale, options.seed)
    say(f"{len(drawn)} drawings")
    features = {v: work.array(f"drawn-{v}", lambda: fast.views(drawn.images, *how)) for v, how in m.VIEWS.items()}

    pairs = work.object("pairs", lambda: m.Pairs(index, drawn, features["mom"], candidates["mom"], say))
    fitted = work.object("matrices", lambda: m.fitted(
        index, drawn, features, candidates, pairs, random, say, options.epochs))
    tables = [work.array(f"table-{v}", lambda: candidates[v] @ x) for v, x in zip(m.VIEWS, fitted)]

    def fit_pair():
        # Twice as many drawings as the matrices need: it has more to learn.
        more = drawings.make(index, Font(path), fonts, near, options.scale, options.seed + 1)
        more = more.subset(np.flatnonzero(more.tenth < m.FIT_TENTHS))
        seen = [fast.views(more.images, *how) for how in m.VIEWS.values()]
        data = pairdata.made(drawn, index, fast, list(features.values()), fitted, tables, m.SEARCH, random, say)
        data = data.joined(pairdata.made(more, index, fast, seen, fitted, tables, m.SEARCH, random, say))
        return pairfit.fitted(data, fast, options.seed, options.pair_epochs, say)

    pair = work.object("pair-network", fit_pair)

    def choose():
        rest = np.flatnonzero(drawn.tenth >= m.FIT_TENTHS)
        return np.sort(np.concatenate([
            random.permutation(rest[drawn.kind[rest] == k])[:int(n * options.scale)] for k, n in COMPARED.items()]))

    rows = work.object("compared-rows", choose)
    some = drawn.subset(rows)
    masters = work.object("masters-128", lambda: rendered(path, index, 128))

    def compare_some():
        queries = [features[v][rows] @ x for v, x in zip(m.VIEWS, fitted)]
        return compare(fast, pair, queries, tables, m.SEARCH, some.images, some.size, index.images, some.fine,
                       lambda used: subset(masters, used), some.outline)

    compared = work.object("compared", compare_some)
    case = Case.of_samples(index, compared, some.truth, some.code, some.size, some.outline)
    chinese = [s.name for s in fonts if s.use == "metric"]
    bad = mislabelled(case, some) | (some.truth >= 0) & np.isin(some.font, chinese)
    say(f"{len(rows)} drawings for ranking and calibration, {bad.sum()} left out: another form, or a Chinese font")
    near_pairs = work.object("close-pairs", lambda: close.neighbours(index, tables, m.SEARCH)[0])
    known = [s.open() for s in found if s.name in outside.FONTS] if options.fonts == "debian" else []
    alike = work.object("lookalikes", lambda: outside.lookalikes(
        index, tables, [(*how, x) for how, x in zip(m.VIEWS.values(), fitted)], fast, known, m.SEARCH,
        close.OUTSIDE_LIMIT))
    reasons = close.reasons(index, near_pairs, alike)
    left = close.left_to_person(index, reasons)
    preliminary, ranking = fit_ranking(case, some, bad, random)
    pool = Pool(case, some, ranking, bad, left, random)
    calibration = {}
    for question in ("same", "exact"):
        network, thresholds, share = fit_question(question, pool, random, say)
        calibration[question] = {
            **network.as_json(), "thresholds": {f"{t:g}": round(x, 5) for t, x in thresholds.items()},
            "priorPositive": round(share, 5)}
    with open(os.path.join(options.work, "networks.pickle"), "wb") as file:
        pickle.dump((preliminary, ranking, calibration), file)
    modelfile.write(
        options.out, [(v, *how, x) for (v, how), x in zip(m.VIEWS.items(), fitted)],
        {"view": "mom", "dimensions": m.SEARCH, "shortlist": SHORTLIST}, {"candidates": RESIDUALS}, pair,
        {**ranking.as_json(), "preliminary": preliminary.as_json()}, calibration,
        modelfile.inputs_of(path, fonts), {"seed": options.seed, "drawings": len(drawn)})
    close.write(os.path.join(options.out, "close-pairs.tsv"), reasons)
    say(f"{len(reasons)} close pairs; wrote {options.out}")


def rendered(path, index, size):
    font = Font(path)
    font.set_size(size)
    images = [font.image(glyph, GREY) for glyph in index.glyphs]
    return Images([np.zeros((1, 1), np.uint8) if image is None else image for image in images])


if __name__ == "__main__":
    main()
