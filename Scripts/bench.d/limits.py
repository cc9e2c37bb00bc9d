"""Rows with a limit and no peer: peak memory, and the time to the first byte."""

import os
import statistics
import subprocess
import time

from base import WORK, fail
from measure import warm

BLOCK = 1 << 20


class Limit:
    """A measured number and the most that it may be."""

    def __init__(self, row, what, value, most, unit):
        self.row, self.what, self.value, self.most, self.unit = row, what, value, most, unit

    @property
    def is_met(self):
        return None if self.most is None else self.value <= self.most

    def as_data(self):
        return {"row": self.row, "what": self.what, "value": round(self.value, 2),
                "most": self.most, "unit": self.unit, "met": self.is_met}


def feed(source, byte_count, pipe):
    """Writes a CSV file into a pipe: its header once, its rows again and again, at least that many
    bytes and whole rows."""
    with open(source, "rb", buffering=0) as file:
        header = len(file.readline())
        size = os.path.getsize(source)
        offset, written = 0, 0
        while written < byte_count or offset < size:
            if offset >= size:
                offset = header
            count = os.splice(file.fileno(), pipe, min(BLOCK, size - offset), offset_src=offset)
            offset += count
            written += count
    return written


def peak_of_stream(command, source, byte_count, processors):
    """Peak memory in bytes and seconds of a conversion of that many bytes from a pipe."""
    report = os.path.join(WORK, "time")
    full = ["/usr/bin/time", "-f", "%M", "-o", report, "taskset", "-c",
            ",".join(map(str, processors)), *command]
    start = time.perf_counter()
    process = subprocess.Popen(full, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    try:
        written = feed(source, byte_count, process.stdin.fileno())
    except BrokenPipeError:
        written = 0
    process.stdin.close()
    words = process.stderr.read().decode(errors="replace")
    if process.wait() != 0 or written == 0:
        fail(f"{' '.join(command)}: exit status {process.returncode}\n{words[-2000:]}")
    with open(report) as file:
        return int(file.read().split()[-1]) * 1024, time.perf_counter() - start, written


def memory(rows, huge):
    """Peak memory of long inputs, which come from a pipe."""
    found = []
    sizes = [1 << 30] + ([20 << 30] if huge else [])
    processors = sorted(os.sched_getaffinity(0))
    for charset, source in [("utf8", rows.samples.unicode_register("64M")),
                            ("cp932", rows.samples.register("64M"))]:
        warm(source)
        for threads in (1, 2):
            if threads == 2 and not (rows.has_threads and len(processors) > 1):
                found.append(("absent", f"{charset}, 2 threads",
                              "the program has no --threads, or there is one processor"))
                continue
            for size in sizes:
                command = rows.ours("-", charset, hashes=threads == 2, threads=threads,
                                    more=["--format", "csv"])
                peak, seconds, written = peak_of_stream(
                    command, source, size, processors[:threads])
                found.append(Limit(
                    "memory", f"{charset}, {threads} thread{'s'[:threads - 1]}, {size >> 30} GiB"
                    f" from a pipe ({written / seconds / 1e6:.0f} MB/s)", peak / (1 << 20),
                    64 if threads == 1 else 128, "MiB"))
    return found


def first_byte(command, processor):
    """Seconds from the start of a program to the first byte that it writes."""
    if processor is not None:
        command = ["taskset", "-c", str(processor), *command]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, close_fds=False)
    byte = os.read(process.stdout.fileno(), 1)
    seconds = time.perf_counter() - start
    process.stdout.read()
    process.stdout.close()
    if process.wait() != 0 or not byte:
        fail(f"{' '.join(command)}: exit status {process.returncode}")
    return seconds


def start(rows, count=50):
    """The time to the first byte of a one-row conversion, median; cat shows what of it is the
    measurement's own."""
    source = rows.samples.one_row()
    warm(source)
    warm(rows.samples.release)
    commands = {"gaiji": rows.ours(source, "utf8", output="-"), "cat": ["cat", source]}
    times = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            times[name].append(first_byte(command, rows.processor) * 1e3)
    return [Limit("start", f"{name}: start to first byte, median of {count}",
                  statistics.median(values), 15 if name != "cat" else None, "ms")
            for name, values in times.items()]
