"""Rows in which this program is compared with itself: scan, and two threads."""

import os

from measure import Run
from row import Line, Row


def scan(rows):
    found = []
    for key, charset, source in [
            ("scan-utf8", "utf8", rows.samples.unicode_register(rows.size)),
            ("scan-cp932", "cp932", rows.samples.register(rows.size))]:
        found.append(Row(
            key, f"scan over transcode, {charset}",
            [Run("gaiji scan", rows.ours(source, charset, command="scan"), source),
             Run("gaiji transcode", rows.ours(source, charset), source)],
            [Line("gaiji scan", "gaiji transcode", 1.2)]))
    return found


def threads(rows):
    title = "two threads on two processors over one on one"
    if not rows.has_threads:
        return [Row("threads", title, [], [], {"gaiji": ("the program has no --threads", 1.8)})]
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < 2:
        return [Row("threads", title, [], [], {"gaiji": ("only one processor", 1.8)})]
    found = []
    for charset, source in [("cp932", rows.samples.register(rows.size)),
                            ("utf8", rows.samples.unicode_register(rows.size))]:
        runs = []
        for count in (1, 2):
            for hashes in (True, False):
                runs.append(Run(
                    f"{count} thread{'s'[:count - 1]}" + (", hashes" if hashes else ""),
                    rows.ours(source, charset, hashes=hashes, threads=count), source,
                    processors=processors[:2] if count == 2 else [rows.processor or
                                                                  processors[0]]))
        found.append(Row(f"threads-{charset}", f"{title}, {charset}", runs, [
            Line("2 threads, hashes", "1 thread, hashes", 1.8),
            Line("2 threads", "1 thread", 1.8),
            Line("2 threads, hashes", "1 thread")]))
    return found
