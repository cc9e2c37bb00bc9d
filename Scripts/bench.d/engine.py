"""`Scripts/bench engine`: every row of "speed to reach" beside its peers."""

import hashlib
import json
import os
import shutil
import subprocess

from base import MEMORY, PLAIN, WORK, build, fail, program, say, sources_of_program, variants
from limits import Limit, memory, start
from measure import alternate, describe, machine
from peers import Peers
from row import Row
from rows import Rows
from samples import Samples

HEADER = (f"{'row':14}{'ours':20}{'MB/s':>8}  {'peer':18}{'MB/s':>8}{'ratio':>8}{'bar':>8}"
          f"  {'met':5}{'MiB':>7}{'peer':>8}")


def result_lines(row):
    """The comparisons of a measured row as data."""
    runs = {run.name: run for run in row.runs}
    found = []
    for line in row.lines:
        ours, peer = runs[line.ours], runs[line.peer]
        ratio = peer.median / ours.median if line.most is None else ours.median / peer.median
        met = (ratio >= line.least if line.least is not None else
               ratio <= line.most if line.most is not None else None)
        found.append({
            "row": row.key, "ours": line.ours, "peer": line.peer, "ratio": round(ratio, 3),
            "least": line.least, "most": line.most, "met": met,
            "oursMegabytesPerSecond": round(ours.speed, 1),
            "peerMegabytesPerSecond": round(peer.speed, 1),
            "oursPeakBytes": ours.peak, "peerPeakBytes": peer.peak})
    return found


def bar_text(line):
    if line["least"] is not None:
        return f">={line['least']:g}"
    return f"<={line['most']:g}" if line["most"] is not None else "-"


def met_text(met):
    return "-" if met is None else "yes" if met else "NO"


def print_row(row, lines):
    for line in lines:
        print(f"{line['row']:14}{line['ours']:20}{line['oursMegabytesPerSecond']:8.0f}  "
              f"{line['peer']:18}{line['peerMegabytesPerSecond']:8.0f}{line['ratio']:8.2f}"
              f"{bar_text(line):>8}  {met_text(line['met']):5}"
              f"{line['oursPeakBytes'] / (1 << 20):7.1f}{line['peerPeakBytes'] / (1 << 20):8.1f}")
    for name, (reason, bar) in row.absent.items():
        words = f"absent: {reason}" + (f" (bar {bar:g})" if bar else "")
        print(f"{row.key:14}{'':28}  {name:18}{words}")


def print_limits(found):
    for item in found:
        if isinstance(item, Limit):
            bar = "-" if item.most is None else f"<={item.most}"
            print(f"{item.row:14}{item.what}: {item.value:.1f} {item.unit}  {bar}  "
                  f"{met_text(item.is_met)}")
        else:
            print(f"{'memory':14}{item[1]}: absent: {item[2]}")


def run(arguments):
    build(arguments.skip_build)
    processor = None if arguments.no_pin else arguments.cpu
    say(f"program {os.path.relpath(program())}; processor variants: "
        + (", ".join(variants()) or "none" + (" (plain build)" if program() == PLAIN else "")))
    describe(processor)
    samples, peers = Samples(arguments.tables), Peers()
    rows = Rows(samples, peers, arguments.size, processor)
    known = [*rows.all(), "memory", "start"]
    wanted = arguments.rows.split(",") if arguments.rows else known
    if unknown := [name for name in wanted if name not in known]:
        fail(f"no row {', '.join(unknown)}; there are: {', '.join(known)}")
    for name, text in peers.versions().items():
        say(f"{name}: {text}")
    for name, reason in peers.absent.items():
        say(f"absent: {name} ({reason})")
    say(f"full pipeline with report; {arguments.rounds} rounds of each row, medians; MB/s of each"
        " one's own input; ratio of times; MiB: peak memory")
    if arguments.clock == "cpu":
        say("times of the processor, but for rows with threads and limits")
    if not rows.has_threads:
        say("the program has no --threads: pinning holds it to one processor")

    check_variants(rows)
    data = {"machine": machine(), "measured": sources_of_program(), "peers": peers.versions(),
            "absent": peers.absent, "size": arguments.size, "rounds": arguments.rounds,
            "clock": arguments.clock,
            "processor": processor, "rows": [], "limits": []}
    os.makedirs(MEMORY, exist_ok=True)
    try:
        measure_rows(rows, wanted, arguments, processor, data)
        for name, action in [("memory", lambda: memory(rows, arguments.huge)),
                             ("start", lambda: start(rows))]:
            if name in wanted:
                found = action()
                print_limits(found)
                data["limits"] += [item.as_data() for item in found if isinstance(item, Limit)]
    finally:  # what was measured is kept, whatever ended the run
        shutil.rmtree(MEMORY, ignore_errors=True)
        path = os.path.join(WORK, "engine.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
    compared = [line for row in data["rows"] for line in row["lines"]] + data["limits"]
    missed = [line for line in compared if line["met"] is False]
    say(f"{sum(line['met'] is True for line in compared)} bars met, {len(missed)} missed; "
        f"written to {os.path.relpath(path)}")


def check_variants(rows):
    """The builds for several processors must write the same bytes."""
    names = variants()
    for charset, source in [("utf8", rows.samples.unicode_register("16M")),
                            ("cp932", rows.samples.register("16M"))] if len(names) > 1 else []:
        digests = set()
        for name in names:
            command = rows.ours(source, charset, output="-")
            os.makedirs(MEMORY, exist_ok=True)
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env=dict(os.environ, GAIJI_CPU=name))
            if done.returncode != 0:
                fail(f"GAIJI_CPU={name} {' '.join(command)}: exit status {done.returncode}")
            digests.add(hashlib.sha256(done.stdout).hexdigest())
        if len(digests) > 1:
            fail(f"{' and '.join(names)} write different output for {source}")
        say(f"{' and '.join(names)} write the same {charset} output")


def measure_rows(rows, wanted, arguments, processor, data):
    print("\n" + HEADER, flush=True)
    for name, make in rows.all().items():
        if name not in wanted:
            continue
        made = make()
        for row in [made] if isinstance(made, Row) else made:
            if row.runs and row.lines:
                alternate(row.runs, arguments.rounds, processor, arguments.clock)
            lines = result_lines(row) if row.runs and row.lines else []
            print_row(row, lines)
            data["rows"].append({
                "key": row.key, "title": row.title, "lines": lines,
                "absent": {peer: reason for peer, (reason, _) in row.absent.items()},
                "runs": [run.as_data() for run in row.runs if run.seconds]})
