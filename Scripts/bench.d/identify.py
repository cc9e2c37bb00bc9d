"""Identification: the table of the evaluation sets, and what a glyph costs."""

import json
import os
import statistics
import subprocess
import tempfile
import time

from base import ROOT, WORK, build, fail, program, say, sources_of_program
from measure import describe, machine

GLYPHS = 1_166_536  # of the national survey of 2012
# Top-1 and top-10 of the same character that a set must reach, percent.
FLOOR = {"A_ipamj_degraded": (97.4, 99.0), "B_mincho64": (98.8, 99.9), "C_bitmap": (95.8, 99.8),
         "D_gothic64": (96.6, 99.4), "E_confusable": (98.6, 100), "G_eudc_font": (99.2, 100)}


def sets_folder(given):
    reference = os.environ.get("GAIJI_REFERENCE", os.path.join(ROOT, "../shared/reference"))
    folder = given or os.path.join(reference, "identification/sets")
    if not os.path.isdir(folder):
        fail(f"no evaluation sets in {folder}; name their folder with --sets or GAIJI_REFERENCE")
    return os.path.abspath(folder)


def timed(*command):
    """(standard output, seconds, peak bytes) of a run that must succeed."""
    report = os.path.join(WORK, "time")
    start = time.perf_counter()
    done = subprocess.run(["/usr/bin/time", "-f", "%M", "-o", report, *command],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        fail(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    with open(report) as file:
        return done.stdout, seconds, int(file.read().split()[-1]) * 1024


def evaluate(*arguments):
    text, seconds, peak = timed(program(), "evaluate", "--quiet", "--json", *arguments)
    return [json.loads(line) for line in text.splitlines()], seconds, peak


def cover(splits, key, target):
    """Accepted, errors, queries over some splits."""
    accepted = sum(s[key][target]["accepted"] for s in splits)
    errors = sum(s[key][target]["errors"] for s in splits)
    return accepted, errors, sum(s["queries"] for s in splits)


def shown(part):
    accepted, errors, queries = part
    return f"{100 * accepted / max(1, queries):.1f} % ({errors}/{accepted})"


def table(splits):
    for s in splits:
        floor = FLOOR.get(s["set"], (None, None))
        marks = [("" if bar is None else " met" if s[key] >= bar else f" below {bar}")
                 for key, bar in zip(("top1_same", "top10_same"), floor)]
        say(f"{s['set']:18} {s['split']:8} {s['queries']:5} queries  top-1 exact {s['top1_exact']:.2f}"
            f"  same {s['top1_same']:.2f}{marks[0]}  top-10 same {s['top10_same']:.2f}{marks[1]}"
            f"  {s['ms_per_query']:.2f} ms")
        say("  accepted (errors/accepted): "
            + "  ".join(f"{t}: {shown(cover([s], 'coverage', t))}" for t in s["coverage"]))


def goals(name, splits):
    say(f"{name}:")
    for target, goal in (("0.995", 85), ("0.999", 45)):
        part = cover(splits, "coverage", target)
        say(f"  all sets, character at {target}: {shown(part)}, aim {goal} %")
    own = [s for s in splits if s["set"].startswith("G_")]
    if own:
        say(f"  G, character at 0.999: {shown(cover(own, 'coverage', '0.999'))}, aim 60 %")
    large = [c for s in splits if s["set"].startswith("E_") for c in s["conditions"]
             if c["name"] == "size" and int(c["value"]) >= 32]
    if large:
        say(f"  E from 32 px, figure at 0.995: {shown(cover(large, 'coverage_exact', '0.995'))},"
            " aim 80 %")


def first_answer(folder, rounds):
    """Milliseconds from start to end for one bitmap, the files in the page cache."""
    source = next((os.path.join(folder, s, "dev.pbm") for s in sorted(os.listdir(folder))
                   if os.path.exists(os.path.join(folder, s, "dev.pbm"))), None)
    if source is None:
        return None
    with open(source, "rb") as file:
        head = file.readline() + file.readline()
        width, height = map(int, head.split()[1:3])
        image = head + file.read((width + 7) // 8 * height)
    with tempfile.TemporaryDirectory(dir=WORK) as place:
        path = os.path.join(place, "U+E000.pbm")
        with open(path, "wb") as file:
            file.write(image)
        runs = [timed(program(), "identify", "--quiet", "--single", path, "--out", "-")
                for _ in range(rounds + 1)]
    return statistics.median(r[1] for r in runs[1:]) * 1000, max(r[2] for r in runs)


def many(folder, wanted, threads):
    """Queries a second of all sets, again and again until there are enough."""
    sets = sorted(os.path.join(folder, s) for s in os.listdir(folder))
    found = {}
    for name, some in (("all sets", sets), ("outlines (G)", [s for s in sets if "G_" in s])):
        if not some:
            continue
        once = sum(s["queries"] for s in evaluate(*some)[0])
        times = -(-wanted // once)
        splits, seconds, peak = evaluate("--threads", str(threads), *(some * times))
        queries = sum(s["queries"] for s in splits)
        minutes = GLYPHS / queries * seconds / 60
        say(f"{name}: {queries} queries on {threads} threads in {seconds:.1f} s, "
            f"{1000 * seconds / queries:.2f} ms each; {GLYPHS} of them: {minutes:.1f} minutes "
            f"(extrapolated); peak {peak / 1e6:.0f} MB")
        found[name] = {"queries": queries, "seconds": seconds, "minutes": minutes, "peakBytes": peak}
    return found


def run(arguments):
    build(arguments.skip_build)
    os.makedirs(WORK, exist_ok=True)
    describe(None)
    folder = sets_folder(arguments.sets)
    place = os.path.join(WORK, "bench.gaijiindex")
    text, seconds, peak = timed(program(), "index", "build", "--index", place, "--json",
                                "--threads", str(arguments.threads))
    index = json.loads(text)
    say(f"index of {index['glyphs']} glyphs: {index['seconds']} s on {arguments.threads} threads, "
        f"{index['bytes'] / 1e6:.1f} MB, peak {peak / 1e6:.0f} MB")
    os.remove(place)
    splits, _, _ = evaluate("--threads", str(arguments.threads), folder)
    table(splits)
    goals("each set as one collection, as identify takes its inputs", splits)
    together, _, _ = evaluate("--threads", str(arguments.threads), "--priors", "all", folder)
    goals("all sets as one collection", together)
    first = first_answer(folder, arguments.rounds)
    if first:
        say(f"one glyph from start to end: {first[0]:.0f} ms (median of {arguments.rounds}), "
            f"peak {first[1] / 1e6:.0f} MB")
    speed = many(folder, arguments.queries, arguments.threads)
    result = os.path.join(WORK, "identify.json")
    with open(result, "w", encoding="utf-8") as file:
        json.dump({"machine": machine(), "program": sources_of_program(), "index": index,
                   "splits": splits, "together": together, "firstAnswer": first, "speed": speed},
                  file, ensure_ascii=False, indent=1)
    say(f"wrote {os.path.relpath(result, ROOT)}")
