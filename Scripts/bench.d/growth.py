"""`Scripts/bench growth`: what a conversion costs as its input changes in one way at a time."""

import json
import os
import re
import shutil

from base import MEMORY, WORK, build, fail, program, say, sources_of_program
from measure import Run, alternate, describe, machine
from peers import Peers
from rows import Rows
from samples import Samples, selected

SHARES = (0.1, 2, 20, 100)
COLUMNS = (1, 10, 200)
FIELDS = (5, 50, 500)
CHARSETS = ("utf8", "cp932")


def times_ten(size):
    match = re.fullmatch(r"(\d+)([KMGkmg]?)", size)
    if match is None:
        fail(f"--size {size}: expected a number and K, M or G, such as 64M")
    return f"{int(match[1]) * 10}{match[2]}"


def cases(size):
    """Name of the case, what is varied, and the table's shape (size, columns, field, share)."""
    yield "size", size, (size, 10, 13, 2)
    yield "size", times_ten(size), (times_ten(size), 10, 13, 2)
    for share in SHARES:
        yield "rows with gaiji", f"{share} %", (size, 10, 13, share)
    for columns in COLUMNS:
        yield "columns", str(columns), (size, columns, 13, 2)
    for field in FIELDS:
        yield "bytes of a field", str(field), (size, 10, field, 2)


def count_lines(path):
    with open(path, "rb", buffering=0) as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def run(arguments):
    build(arguments.skip_build)
    processor = None if arguments.no_pin else arguments.cpu
    say(f"program {os.path.relpath(program())}")
    describe(processor)
    samples = Samples(arguments.tables)
    rows = Rows(samples, Peers(), arguments.size, processor)
    say(f"full pipeline with report, no hashes; tables of 10 columns of 13 bytes, 2 % of rows with"
        f" gaiji, {arguments.size} where not varied; {arguments.rounds} rounds, medians")
    made = [(what, value, shape, {charset: samples.table(*shape, charset) for charset in CHARSETS})
            for what, value, shape in cases(arguments.size)]
    print(f"\n| varied | | {' | '.join(f'{c}: MB/s | ns/row | MiB' for c in CHARSETS)} |")
    print("|---|---|" + "---|---|---|" * len(CHARSETS))
    results = []
    os.makedirs(MEMORY, exist_ok=True)
    try:
        for what, value, shape, sources in made:
            runs = []
            for charset, source in sources.items():
                command = rows.ours(source, charset, columns=selected(shape[1]))
                runs.append(Run(charset, command, source))
            alternate(runs, arguments.rounds, processor, arguments.clock)
            cells = []
            for each in runs:
                count = count_lines(each.source) - 1
                nanoseconds = each.median / count * 1e9
                cells.append(f"{each.speed:.0f} | {nanoseconds:.0f} | {each.peak / (1 << 20):.1f}")
                results.append({"varied": what, "value": value, "charset": each.name,
                                "rows": count, **each.as_data()})
            print(f"| {what} | {value} | {' | '.join(cells)} |", flush=True)
    finally:
        shutil.rmtree(MEMORY, ignore_errors=True)
    path = os.path.join(WORK, "growth.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"machine": machine(), "measured": sources_of_program(),
                   "rounds": arguments.rounds, "clock": arguments.clock, "results": results},
                  file, ensure_ascii=False, indent=1)
    say(f"written to {os.path.relpath(path)}")
