"""Data to measure with: one release for all of it, registers and tables in several charsets.

Everything is kept in .gaiji/bench for the next run; a release that the program does not read any
more is made anew.
"""

import os

from base import ROOT, WORK, fail, must, program, say, works

# The same municipality with one system a charset: gaiji belong to a system and its charset.
SYSTEMS = {
    "cp932": "サンプル市/住民記録",
    "eucjp-ms": "サンプル市/住民記録EUC",
    "jef-ebcdik": "サンプル市/住民記録JEF",
}
COLUMNS = ("氏名", "住所")
LAYOUTS = {"register": "Scripts/bench.d/register.toml", "numbers": "Data/layouts/juki.toml"}


def tables_folder(given):
    """The folder with the published JEF tables, or None."""
    reference = os.environ.get("GAIJI_REFERENCE")
    places = [given] if given else [
        *([os.path.join(reference, "vendor")] if reference else []),
        os.path.join(ROOT, ".gaiji/data/vendor")]
    for place in places:
        if os.path.exists(os.path.join(place, "fujitsu_jef_mapping.json")):
            return os.path.abspath(place)
    if given:
        fail(f"no fujitsu_jef_mapping.json in {given}; run Scripts/fetch-data")
    return None


class Samples:
    """Makes what is asked for and not there yet."""

    # Without a system no gaiji has an identification, so each keeps its private-use character.
    KEEP = ("--columns", "all", "--on-gaiji", "keep", "--no-hash")

    def __init__(self, tables=None):
        self.gaiji = program()
        self.tables = tables_folder(tables)
        self.folder = os.path.join(WORK, "full" if self.tables else "text")
        self.release = os.path.join(self.folder, "release")
        os.makedirs(self.folder, exist_ok=True)
        if not works(self.gaiji, "sample", "--release", self.release, "--rows", "0", "-o",
                     "/dev/null", "--force", "--quiet"):
            self._make_release()

    @property
    def has_jef(self):
        return self.tables is not None

    def path(self, name):
        return os.path.join(self.folder, name)

    def _make_release(self):
        say("catalogue, mappings and release")
        catalog, base, mapping = (self.path(n) for n in ("catalog.sqlite", "base", "mapping.csv"))
        for name in (catalog, catalog + "-wal", catalog + "-shm", base, self.release):
            if os.path.exists(name):
                os.remove(name)
        must(self.gaiji, "catalog", "init", "--catalog", catalog)
        if self.tables:
            must(self.gaiji, "charset", "import", "--catalog", catalog, "--from-dir", self.tables)
        must(self.gaiji, "catalog", "compile", "--catalog", catalog, "-o", base)
        for charset, system in SYSTEMS.items():
            if charset == "jef-ebcdik" and not self.tables:
                continue
            made = self.mapping(charset)
            must(self.gaiji, "sample", "--release", base, "--charset", charset, "--mapping", made,
                 "--force", "--quiet")
            organization, name = SYSTEMS["cp932"].split("/")
            with open(made, encoding="utf-8", newline="") as file:
                text = file.read()
            with open(made, "w", encoding="utf-8", newline="") as file:
                file.write(text.replace(f"{organization},{name},", system.replace("/", ",") + ","))
            must(self.gaiji, "catalog", "import", "--catalog", catalog, made)
        must(self.gaiji, "catalog", "compile", "--catalog", catalog, "-o", self.release)

    def mapping(self, charset):
        return self.path(f"mapping-{charset}.csv")

    def _made(self, name, *command):
        """The file of this name, written by a command of the program where it is not there."""
        path = self.path(name)
        if not os.path.exists(path):
            say(f"sample {name}")
            must(self.gaiji, *command, "--release", self.release, "-o", path, "--force", "--quiet")
        return path

    def register(self, size, charset="cp932", share=None):
        """A resident register of ten columns; `share`: percent of rows with gaiji, usually 2."""
        more = [] if share is None else ["--gaiji-share", str(share)]
        name = f"{charset}-{size}" + ("" if share is None else f"-share-{share}") + ".csv"
        return self._made(name, "sample", "register", "--charset", charset, "--bytes", size, *more)

    def unicode_register(self, size, share=None):
        """The CP932 register of that size in UTF-8, its gaiji as private-use characters."""
        source = self.register(size, share=share)
        name = os.path.basename(source).replace("cp932", "utf8-pua", 1)
        return self._made(name, "transcode", source, "--from", "cp932", "--to", "utf8-pua",
                          *self.KEEP)

    def one_row(self):
        """A register of one person, in UTF-8."""
        return self._made("one-row.csv", "sample", "register", "--charset", "utf8", "--rows", "1")

    def table(self, size, columns=10, field=13, share=2, charset="utf8", ascii=False):
        """A table of a given shape; its selected columns have to be given by position."""
        kind = "ascii" if ascii else charset
        return self._made(
            f"table-{kind}-{size}-{columns}x{field}-share-{share}.csv", "sample", "table",
            "--charset", charset, "--bytes", size, "--columns", str(columns), "--field-bytes",
            str(field), "--gaiji-share", str(share), *(["--ascii"] if ascii else []))

    def records(self, size, kind):
        """Host records in EBCDIK and JEF, and the same text as one stream in IBM-1399."""
        data, text = self.path(f"{kind}-{size}.dat"), self.path(f"{kind}-{size}.ibm1399")
        if not (os.path.exists(data) and os.path.exists(text)):
            say(f"sample records ({kind}) of {size}")
            must(self.gaiji, "sample", "host", "--release", self.release, "--layout",
                 os.path.join(ROOT, LAYOUTS[kind]), "--charset", "jef-ebcdik", "--quiet",
                 "--bytes", size, "-o", data, "--text", text, "--force")
        return data, text

    def records_as_text(self, size):
        """The register's records as CSV in UTF-8, their gaiji as private-use characters."""
        source, _ = self.records(size, "register")
        return self._made(
            f"register-{size}-pua.csv", "transcode", source, "--layout",
            os.path.join(ROOT, LAYOUTS["register"]), "--from", "jef-ebcdik", "--to", "utf8-pua",
            *self.KEEP)

    def within_cp932(self, source):
        """A text in UTF-8 for peers that write CP932: without variation selectors, a geta mark for
        the few characters that CP932 lacks; the private use of its gaiji stays."""
        path = source.removesuffix(".csv") + "-cp932.csv"
        if not os.path.exists(path):
            replaced = {}

            def written(character):
                if "\U000E0100" <= character <= "\U000E01EF":
                    return ""
                if "\uE000" <= character <= "\uE757":
                    return character
                return character.encode("cp932", "ignore").decode("cp932") or "〓"

            with open(source, encoding="utf-8", newline="") as file, \
                    open(path + ".part", "w", encoding="utf-8", newline="") as out:
                while text := file.read(1 << 20):
                    for character in set(text) - replaced.keys():
                        replaced[character] = written(character)
                    out.write(text.translate({ord(k): v for k, v in replaced.items() if k != v}))
            os.rename(path + ".part", path)
        return path


def selected(columns):
    """The positions of a table's columns whose gaiji are mapped (`gaiji sample table --help`)."""
    return [1] if columns == 1 else [n for n in range(1, columns + 1) if n % 10 in (3, 8)]
