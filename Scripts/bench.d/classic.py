"""`Scripts/bench transcode` and `records`: this program and others in one table each."""

import os
import shutil

from base import MEMORY, ROOT, build, fail, program, say
from measure import Run, alternate, describe
from peers import Peers
from samples import LAYOUTS, SYSTEMS, Samples


def transcode(arguments):
    build(arguments.skip_build)
    samples = Samples()
    register = samples.register(arguments.size)
    ours = [program(), "transcode", register, "-o", "/dev/null", "--from", "cp932", "--to", "utf8"]
    for column in ("氏名", "氏名カナ", "住所", "方書"):
        ours += ["--columns", column]
    ours += ["--release", samples.release, "--system", SYSTEMS["cp932"], "--quiet"]
    copy = os.path.join(MEMORY, "copy")
    commands = [
        ("gaiji, no hashes", ours + ["--no-hash"]), ("gaiji, hashes", ours),
        ("iconv", ["iconv", "-f", "CP932", "-t", "UTF-8", register]),
        ("uconv", ["uconv", "-f", "windows-31j", "-t", "UTF-8", register]),
        ("cp", ["cp", register, copy]),
    ]
    runs = []
    for name, command in commands:
        if shutil.which(command[0]) is None:
            say(f"absent: {name} (no such program)")
            continue
        runs.append(Run(name, command, register, produces=copy if name == "cp" else None))
    compare(runs, arguments, "iconv")


def records(arguments):
    build(arguments.skip_build)
    samples, peers = Samples(arguments.tables), Peers()
    if not samples.has_jef:
        fail("no published JEF tables; run Scripts/fetch-data, or give --tables FOLDER")
    for kind, layout in LAYOUTS.items():
        say(f"{kind}: {layout}")
        data, text = samples.records(arguments.size, kind)
        ours = [program(), "transcode", data, "-o", "/dev/null", "--layout",
                os.path.join(ROOT, layout), "--from", "jef-ebcdik", "--to", "utf8", "--release",
                samples.release, "--system", SYSTEMS["jef-ebcdik"], "--quiet"]
        runs = [Run("gaiji, no hashes", ours + ["--no-hash"], data),
                Run("gaiji, hashes", ours, data)]
        for name, more in [("ICU", ["ibm-1399", "UTF-8"]), ("iconv()", ["IBM1399", "UTF-8"]),
                           ("iconv", ["-f", "IBM1399", "-t", "UTF-8"])]:
            if name in peers.commands:
                runs.append(Run(name, peers.commands[name] + more + [text], text))
            else:
                say(f"absent: {name} ({peers.absent[name]})")
        compare(runs, arguments, "ICU" if "ICU" in peers.commands else "iconv",
                os.path.getsize(data) // 256)


def compare(runs, arguments, reference, record_count=None):
    """Runs the programs and prints the table. `reference`: whose speed is 1."""
    processor = None if arguments.no_pin else arguments.cpu
    describe(processor)
    for source in sorted({run.source for run in runs}):
        say(f"input {os.path.basename(source)}: {os.path.getsize(source):,} bytes"
            + (f", {record_count:,} records" if record_count else ""))
    say(f"{arguments.rounds} rounds")
    os.makedirs(MEMORY, exist_ok=True)
    try:
        alternate(runs, arguments.rounds, processor, arguments.clock)
    finally:
        shutil.rmtree(MEMORY, ignore_errors=True)

    base = next((run.speed for run in runs if run.name == reference), None)
    ratio = f"x {reference}" if base else "x -"
    print(f"\n{'program':18}{'median s':>10}{'best s':>9}{'spread':>9}{'MB/s':>9}"
          f"{ratio:>{max(9, len(ratio) + 2)}}{'peak MiB':>10}"
          + (f"{'records/s':>12}" if record_count else ""))
    for run in runs:
        spread = (max(run.times) - min(run.times)) / run.median
        times = f"{run.speed / base:.2f}" if base else "-"
        print(f"{run.name:18}{run.median:10.3f}{min(run.times):9.3f}{spread:9.0%}{run.speed:9.0f}"
              f"{times:>{max(9, len(ratio) + 2)}}{run.peak / (1 << 20):10.1f}"
              + (f"{record_count / run.median:12,.0f}" if record_count else ""))
