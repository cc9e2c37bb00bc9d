"""Measures a model on evaluation sets, independently of the Swift program: Scripts/train-identifier
--measure. Prints what `gaiji evaluate` prints; with --dump also the first candidates of each query."""

import argparse
import csv
import json
import os

import numpy as np

import fontlist
from answers import Best, Case
from compare import compare
from fast import Fast, Images
from fit import Work, rendered, subset
from glyphs import Font
from mj import Index
from networks import Network
from pairnet import PairNetwork
from terms import distance_values, margin_values, ranking_values


def network(document):
    result = Network.__new__(Network)
    result.terms = document["terms"]
    result.mean, result.scale = np.array(document["mean"]), np.array(document["scale"])
    result.layers = [[np.array(layer["weights"]), np.array(layer["bias"])] for layer in document["layers"]]
    return result


class Set:
    """One split of a set folder: rows of the truth table, images, sizes, fine images of outlines."""

    def __init__(self, folder, split):
        with open(os.path.join(folder, f"{split}.truth.tsv"), encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file, delimiter="\t"))
        fonts = [f for f in os.listdir(folder) if f.endswith(f"_{split}.ttf")]
        if fonts:
            font = Font(os.path.join(folder, fonts[0]))
            glyphs = font.code_points()
            drawn = {}
            for size in (96, 128):
                font.set_size(size)
                drawn[size] = Images([font.image(glyphs[int(r["pua"][2:], 16)]) for r in self.rows])
            self.images, self.fine = drawn[96], drawn[128]
            self.size = np.full(len(self.rows), 96)
            self.outline = np.ones(len(self.rows), bool)
        else:
            name = next(n for n in (f"{split}.pbm", f"{split}.pgm") if os.path.exists(os.path.join(folder, n)))
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            self.images = Images([read_image(data, int(r["byte_offset"])) for r in self.rows])
            self.fine = None
            self.size = np.maximum(self.images.width, self.images.height)
            self.outline = np.zeros(len(self.rows), bool)


def read_image(data, offset):
    """Bytes, 255 = ink."""
    kind = data[offset:offset + 2]
    line_end = data.index(b"\n", offset + 3)
    width, height = map(int, data[offset + 3:line_end].split())
    start = line_end + 1
    if kind == b"P4":
        pitch = (width + 7) // 8
        bits = np.frombuffer(data, np.uint8, pitch * height, start).reshape(height, pitch)
        return np.unpackbits(bits, axis=1)[:, :width] * np.uint8(255)
    start = data.index(b"\n", start) + 1
    return 255 - np.frombuffer(data, np.uint8, width * height, start).reshape(height, width)


def truth_case(index, compared, rows, size, outline):
    def entries(text):
        return {index.entry_of_name[name] for name in text.split(",") if name != "-"}
    exact_sets = [entries(r["mj_exact"]) for r in rows]
    same_sets = [entries(r["mj_same_ucs"]) for r in rows]
    same = np.array([[e in s for e in es] for es, s in zip(compared.entries, same_sets)])
    exact = np.array([[e in s for e in es] for es, s in zip(compared.entries, exact_sets)])
    return Case(index, compared, size, outline, same, exact), np.array([bool(s) for s in exact_sets])


def main():
    options = argparse.ArgumentParser()
    for name in ("work", "model", "sets"):
        options.add_argument("--" + name, required=True)
    options.add_argument("--root", default="")
    options.add_argument("--split", default="dev")
    options.add_argument("--dump")
    options = options.parse_args()
    with open(os.path.join(options.model, "identifier.json"), encoding="utf-8") as file:
        model = json.load(file)
    work = Work(options.work)
    path = fontlist.first_existing(options.root + fontlist.IPAMJ, fontlist.IPAMJ)
    index, fast = Index(path, options.work), Fast(options.work)
    masters = work.object("masters-128", lambda: rendered(path, index, 128))
    how = [(v["frame"], v["grid"], v["sigma"]) for v in model["views"]]
    matrices = [np.fromfile(os.path.join(options.model, v["matrix"]), "<f4").reshape(v["features"], v["dimensions"])
                for v in model["views"]]
    tables = [work.array(f"mj-{v['name']}", lambda: fast.views(index.images, *h)) @ x
              for v, h, x in zip(model["views"], how, matrices)]
    ranking, preliminary = network(model["ranking"]), network(model["ranking"]["preliminary"])
    with open(os.path.join(options.model, "close-pairs.tsv"), encoding="utf-8") as file:
        codes = {int(c[2:], 16) for line in file if line[0] == "U" for c in line.split("\t")[:2]}
    left = np.array([not codes.isdisjoint(bases) for bases in index.bases])
    with open(os.path.join(options.model, model["pair"]["weights"]), "rb") as file:
        pair = PairNetwork.read(model["pair"], file.read())
    total = {}
    for name in sorted(os.listdir(options.sets)):
        folder = os.path.join(options.sets, name)
        if not os.path.exists(os.path.join(folder, f"{options.split}.truth.tsv")):
            continue
        part = Set(folder, options.split)
        queries = [fast.views(part.images, *h) @ x for h, x in zip(how, matrices)]
        compared = compare(
            fast, pair, queries, tables, model["search"]["dimensions"], part.images, part.size, index.images, part.fine,
            lambda used: subset(masters, used), part.outline, model["residual"]["candidates"],
            model["search"]["shortlist"])
        case, positive = truth_case(index, compared, part.rows, part.size, part.outline)
        report(name, part, case, positive, ranking, preliminary, model["calibration"], left, total, options.dump)
    for question, counts in total.items():
        print(f"all sets, {question}: " + "  ".join(
            f"{t} {100 * a / n:.1f} % ({e}/{a})" for t, (n, a, e) in counts.items()))


def report(name, part, case, positive, ranking, preliminary, calibration, left, total, dump):
    x = ranking_values(case.compared, case.size, case.outline)
    scores = ranking(x)
    count = scores.shape[1]
    rest = preliminary(distance_values(case.compared.distances[:, count:]))
    order = np.concatenate([np.argsort(scores, axis=1, kind="stable"),
                            count + np.argsort(rest, axis=1, kind="stable")], axis=1)
    line = [f"{name} {len(scores)}"]
    for label, right in (("exact", case.exact), ("same", case.same)):
        ordered = np.take_along_axis(right, order, 1)[positive]
        if positive.any():
            found = (f"{100 * ordered[:, :k].any(axis=1).mean():.1f}" for k in (1, 5, 10, 20))
            line.append(label + " " + " ".join(found))
    best = Best(case, scores)
    n = np.arange(len(scores))
    odds = {}
    for question, margins, right in (("same", best.margin_same, best.same), ("exact", best.margin_exact, best.exact)):
        values = np.concatenate([margin_values(margins), x[n, best.place]], axis=1)
        odds[question] = network(calibration[question])(values)
        for target, threshold in calibration[question]["thresholds"].items():
            taken = (odds[question] >= threshold) & ~left[best.entry]
            counts = total.setdefault(question, {}).setdefault(target, [0, 0, 0])
            for k, v in enumerate((len(taken), taken.sum(), (taken & ~right).sum())):
                counts[k] += int(v)
            line.append(f"{question} {target}: {100 * taken.mean():.0f} ({(taken & ~right).sum()}/{taken.sum()})")
    print("  ".join(line), flush=True)
    if dump:
        write_dump(dump, name, part, case, order, scores, odds)


def write_dump(folder, name, part, case, order, scores, odds):
    """One JSON line for each query: candidates in the final order with distances, residuals, score."""
    os.makedirs(folder, exist_ok=True)
    names = case.index.names
    with open(os.path.join(folder, name + ".jsonl"), "w", encoding="ascii") as file:
        for q in range(min(300, len(order))):
            candidates = []
            for k in order[q][:10]:
                one = {"name": names[case.compared.entries[q, k]],
                       "distances": [round(float(d), 3) for d in case.compared.distances[q, k]]}
                if k < scores.shape[1]:
                    one["residual"] = [round(float(r), 4) for r in case.compared.residuals[q, k]]
                    if case.outline[q]:
                        one["fine"] = [round(float(r), 4) for r in case.compared.fine[q, k]]
                    one["score"] = round(float(scores[q, k]), 4)
                candidates.append(one)
            file.write(json.dumps({
                "query": part.rows[q]["query"], "size": int(case.size[q]), "same": round(float(odds["same"][q]), 4),
                "exact": round(float(odds["exact"][q]), 4), "candidates": candidates}) + "\n")


if __name__ == "__main__":
    main()
