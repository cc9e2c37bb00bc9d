"""Usage: python_peers.py codec FROM TO FILE | polars FILE MAPPING COLUMN | duckdb FILE

Peers for Scripts/bench that are called from Python; what they write goes to /dev/null.

codec: CPython's incremental decoder and encoder, blocks of 1 MiB.
polars: scan_csv, replace_many of all gaiji of a mapping file (of CP932 codes, by their private-use
characters) in one column, sink_csv.
duckdb: COPY of a CSV file to a CSV file, nothing replaced; one thread.
"""

import codecs
import csv
import sys


def codec(source, target, path):
    decoder = codecs.getincrementaldecoder(source)(errors="replace")
    encoder = codecs.getincrementalencoder(target)(errors="replace")
    with open(path, "rb", buffering=0) as file:
        while block := file.read(1 << 20):
            sys.stdout.buffer.write(encoder.encode(decoder.decode(block)))
        sys.stdout.buffer.write(encoder.encode(decoder.decode(b"", True), True))


def private_use(code):
    """The private-use character of a user-defined CP932 code such as F040 (U+E000 and on)."""
    lead, trail = int(code[:2], 16), int(code[2:], 16)
    return chr(0xE000 + (lead - 0xF0) * 188 + trail - 0x40 - (trail > 0x7F))


def with_polars(path, mapping, column):
    import polars
    with open(mapping, encoding="utf-8", newline="") as file:
        gaiji = [private_use(row["code"]) for row in csv.DictReader(file)
                 if row["status"] == "approved"]
    # What each becomes is of no importance for the time: a kanji with a variation selector.
    sequences = [chr(0x4E00 + n) + "\U000E0101" for n in range(len(gaiji))]
    table = polars.scan_csv(path, infer_schema=False)  # its stream is faster than the whole table
    table = table.with_columns(polars.col(column).str.replace_many(gaiji, sequences))
    table.sink_csv("/dev/null")


def with_duckdb(path):
    import duckdb
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(
        "COPY (SELECT * FROM read_csv(?, all_varchar = true, header = true, quote = '\"',"
        " escape = '\"')) TO '/dev/null' (FORMAT csv, HEADER)", [path])


if __name__ == "__main__":
    {"codec": codec, "polars": with_polars, "duckdb": with_duckdb}[sys.argv[1]](*sys.argv[2:])
