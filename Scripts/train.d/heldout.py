"""What is kept out of all fitting, so that it can be measured honestly: the characters of the dev sets.

held-out.tsv lists them: `U+....` a code point whose glyphs are not used, of whatever font; `mj......`
a glyph of IPAmj that is not used. python3 heldout.py SETS writes the file from the sets themselves.
"""

import csv
import os
import sys

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "held-out.tsv")


def held_out():
    """(code points, names of IPAmj glyphs)"""
    with open(PATH, encoding="ascii") as file:
        words = [line.strip() for line in file if not line.startswith("#")]
    return {int(w[2:], 16) for w in words if w[0] == "U"}, {w for w in words if w[0] == "m"}


def main(sets):
    codes, names = set(), set()
    for name in sorted(os.listdir(sets)):
        with open(os.path.join(sets, name, "dev.truth.tsv"), encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row["font"] == "ipamj" and name.startswith("E"):
                    names.update(g for g in row["mj_exact"].split(",") if g != "-")
                else:
                    codes.add(int(row["ucs"][2:], 16))
    with open(PATH, "w", encoding="ascii") as file:
        file.write("# Not used for fitting: see heldout.py. Code points, then glyphs of IPAmj.\n")
        file.writelines(f"U+{code:04X}\n" for code in sorted(codes))
        file.writelines(f"{name}\n" for name in sorted(names))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
