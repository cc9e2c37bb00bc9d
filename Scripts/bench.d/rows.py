"""The rows of "speed to reach": what each runs, beside whom, and the bar.

A ratio is the peer's median time over ours, so 2 means twice as fast; the bar is the least that is
wanted. `Line.most` turns that round: our time over the peer's, at most that.
"""

import os

from base import MEMORY, ROOT, has_flag, program, variants
from itself import scan, threads
from measure import Run
from row import Line, Row
from samples import COLUMNS, LAYOUTS, SYSTEMS, selected

BASELINE = "gaiji baseline"
REPORT = os.path.join(MEMORY, "report")


class Rows:
    """Makes the rows. Every conversion is the full pipeline: CSV or records parsed, two columns
    mapped, all others encoded anew, counters, conservation, report."""

    def __init__(self, samples, peers, size, processor):
        self.samples, self.peers, self.size = samples, peers, size
        self.gaiji = program()
        self.processor = processor
        self.has_threads = has_flag("transcode", "--threads")
        self.has_scan_threads = has_flag("scan", "--threads")

    # -- commands ---------------------------------------------------------------------------

    def ours(self, source, charset, target="utf8", columns=COLUMNS, system=None, output="/dev/null",
             hashes=False, threads=1, command="transcode", more=()):
        """The full pipeline. Another charset of a system reads its gaiji as private use."""
        arguments = [self.gaiji, command, source, "--from", charset, "--to", target]
        if command == "transcode":
            arguments += ["-o", output, "--force"]
        if columns:
            for column in columns:
                arguments += ["--columns", str(column)]
            arguments += ["--system", system or SYSTEMS.get(charset, SYSTEMS["cp932"])]
        arguments += ["--release", self.samples.release, "--report", REPORT, "--quiet"]
        arguments += [] if hashes else ["--no-hash"]
        if self.has_threads if command == "transcode" else self.has_scan_threads:
            arguments += ["--threads", str(threads)]
        return arguments + list(more)

    def _pair(self, key, title, source, ours, peers, with_variants=False):
        """A row of our run on a source and peers: name, arguments, bar or None; and the
        peer's input where it is another one with the same text."""
        runs, lines, absent = [Run("gaiji", ours, source)], [], {}
        # The bars are for the build that the launcher picks; beside it the one for every processor.
        if with_variants and len(variants()) > 1:
            runs.append(Run(BASELINE, ours, source, {"GAIJI_CPU": "baseline"}))
        for name, arguments, bar, *other in peers:
            kind = name.split(" ")[0]
            if kind not in self.peers.commands:
                absent[name] = (self.peers.absent[kind], bar)
                continue
            place = other[0] if other else source
            runs.append(Run(name, self.peers.commands[kind] + arguments + [place], place))
            lines.append(Line("gaiji", name, bar))
        row = Row(key, title, runs, lines, absent)
        self._add_baseline(row)
        return row

    @staticmethod
    def _add_baseline(row):
        if any(run.name == BASELINE for run in row.runs):
            row.lines += [Line(BASELINE, line.peer) for line in row.lines
                          if line.least is not None and line.ours == "gaiji"
                          and not any(other.ours == BASELINE and other.peer == line.peer
                                      for other in row.lines)]

    @staticmethod
    def _converters(source, target, icu, web, python, bars):
        """The libraries and the program that convert whole files; `None` leaves one out."""
        peers = [("iconv", ["-f", source, "-t", target], bars.get("iconv")),
                 ("iconv()", [source, target], bars.get("iconv()"))]
        if web:
            peers.append(("encoding_rs", list(web), bars.get("encoding_rs")))
        if icu:
            peers.append(("ICU", list(icu), bars.get("ICU")))
        if python:
            peers.append(("CPython", list(python), None))
        return peers

    # -- rows -------------------------------------------------------------------------------

    def cp932(self):
        source = self.samples.register(self.size)
        peers = self._converters(
            "CP932", "UTF-8", ("windows-31j", "UTF-8"), ("shift_jis", "utf-8"),
            ("cp932", "utf-8"),
            {"iconv": 3.5, "iconv()": 2.9, "encoding_rs": 2.4, "ICU": 3.6})
        peers.append(("nkf", ["--ic=CP932", "-w", "-x", "-m0"], None))
        return self._pair("cp932", "CP932 to UTF-8 with variation sequences", source,
                          self.ours(source, "cp932"), peers, with_variants=True)

    def eucjp_ms(self):
        source = self.samples.register(self.size, "eucjp-ms")
        peers = self._converters(
            "EUCJP-MS", "UTF-8", ("EUC-JP", "UTF-8"), ("euc-jp", "utf-8"), ("euc_jp", "utf-8"),
            {"iconv()": 2.7, "encoding_rs": 1.6})
        peers.append(("nkf", ["--ic=eucJP-ms", "-w", "-x", "-m0"], None))
        return self._pair("eucjp-ms", "eucJP-ms to UTF-8 with variation sequences", source,
                          self.ours(source, "eucjp-ms"), peers)

    def utf8(self):
        source = self.samples.unicode_register(self.size)
        peers = self._converters(
            "UTF-8", "UTF-8", ("UTF-8", "UTF-8"), ("utf-8", "utf-8"), ("utf-8", "utf-8"),
            {"iconv": 7, "iconv()": 7, "encoding_rs": 2})
        row = self._pair(
            "utf8", "UTF-8 with private use to UTF-8 with variation sequences, validated", source,
            self.ours(source, "utf8"), peers, with_variants=True)
        more = {"polars": [source, self.samples.mapping("cp932"), COLUMNS[0]], "DuckDB": [source]}
        for (name, arguments), bar in zip(more.items(), (6, 10)):
            if name in self.peers.absent:
                row.absent[name] = (self.peers.absent[name], bar)
                continue
            row.runs.append(Run(name, self.peers.commands[name] + arguments, source,
                                {"POLARS_MAX_THREADS": "1"}))
            row.lines.append(Line("gaiji", name, bar))
        self._add_baseline(row)
        return row

    def file(self):
        source = self.samples.unicode_register(self.size)
        copy, output = os.path.join(MEMORY, "copy"), os.path.join(MEMORY, "output.csv")
        runs = [Run("gaiji", self.ours(source, "utf8", output=output), source, produces=output)]
        if "cp" not in self.peers.commands:
            return Row("file", "the same, file to file in memory", runs, [],
                       {"cp": (self.peers.absent["cp"], 1.6)})
        runs.append(Run("cp", self.peers.commands["cp"] + [source, copy], source, produces=copy))
        title = "the same, file to file in memory (tmpfs); our time over that of cp"
        return Row("file", title, runs, [Line("gaiji", "cp", most=1.6)])

    def ascii(self):
        source = self.samples.table(self.size, share=0, ascii=True)
        peers = [("cat", [], 0.35)] + self._converters(
            "UTF-8", "UTF-8", None, ("utf-8", "utf-8"), None, {"iconv": 8, "iconv()": 8})
        return self._pair("ascii", "ASCII-only CSV of ten columns through the same path", source,
                          self.ours(source, "utf8", columns=selected(10)), peers,
                          with_variants=True)

    def every(self):
        source = self.samples.unicode_register(self.size, share=100)
        peers = self._converters("UTF-8", "UTF-8", None, ("utf-8", "utf-8"), None,
                                 {"encoding_rs": 1})
        return self._pair("every", "gaiji in every row, UTF-8", source,
                          self.ours(source, "utf8"), peers)

    def records(self):
        title = "EBCDIK and JEF records of 256 bytes to CSV with variation sequences"
        if not self.samples.has_jef:
            return Row("records", title, [], [], {"gaiji": ("no JEF tables (--tables)", None)})
        source, text = self.samples.records(self.size, "register")
        layout = ["--layout", os.path.join(ROOT, LAYOUTS["register"])]
        columns = ("SHIMEI-KANJI", "JUSHO")
        ours = self.ours(source, "jef-ebcdik", columns=columns, more=layout)
        return self._pair("records", title, source, ours, [
            ("jef4j", ["x-Fujitsu-JEF-HanyoDenshi-EBCDIK", "256",
                       "s11,s9,s24,d32,s1,s8,s7,d80,m60,m24"], 10),
            ("iconv", ["-f", "IBM1399", "-t", "UTF-8"], 3.5, text),
            ("iconv()", ["IBM1399", "UTF-8"], 3.5, text),
            ("ICU", ["ibm-1399", "UTF-8"], 5, text)])

    def to_cp932(self):
        source = self.samples.unicode_register(self.size)
        return self._pair(
            "to-cp932", "UTF-8 with private use to CP932", source,
            self.ours(source, "utf8", "cp932"),
            self._converters("UTF-8", "CP932", ("UTF-8", "windows-31j"), ("utf-8", "shift_jis"),
                             ("utf-8", "cp932"), {"iconv": 2, "iconv()": 2}))

    def _to_jef(self, key, title, target, more):
        if not self.samples.has_jef:
            return Row(key, title, [], [], {"gaiji": ("no JEF tables (--tables)", None)})
        source = self.samples.records_as_text(self.size)
        columns = ("SHIMEI-KANJI", "JUSHO")
        ours = self.ours(source, "utf8", target, columns=columns, system=SYSTEMS["jef-ebcdik"],
                         more=more)
        text = self.samples.within_cp932(source)
        peers = self._converters("UTF-8", "CP932", None, None, None, {"iconv": 2, "iconv()": 2})
        return self._pair(key, title, source, ours, [(*peer, text) for peer in peers])

    def to_jef(self):
        title = "the register as CSV in UTF-8 to a text in EBCDIK and JEF; peers to CP932"
        return self._to_jef("to-jef", title, "jef-ebcdik", [])

    def to_records(self):
        return self._to_jef("to-records", "the same to records of 256 bytes; peers to CP932",
                            "jef-ebcdik",
                            ["--out-layout", os.path.join(ROOT, LAYOUTS["register"])])

    def all(self):
        """Functions that make the rows that are measured by side-by-side runs, by name."""
        return {"cp932": self.cp932, "eucjp-ms": self.eucjp_ms, "utf8": self.utf8,
                "file": self.file, "ascii": self.ascii, "every": self.every,
                "records": self.records, "to-cp932": self.to_cp932, "to-jef": self.to_jef,
                "to-records": self.to_records, "scan": lambda: scan(self),
                "threads": lambda: threads(self)}
