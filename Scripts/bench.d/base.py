"""Paths, words to the reader, and the program that is measured."""

import functools
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "Scripts/bench.d")
WORK = os.path.join(ROOT, ".gaiji/bench")
MEMORY = "/dev/shm/gaiji-bench"
PEERS = os.path.join(WORK, "peers")


def say(text):
    print(f"bench: {text}", flush=True)


def fail(text):
    sys.exit(f"bench: {text}")


def must(*command, **options):
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, **options)
    if result.returncode != 0:
        fail(f"{' '.join(command)}: exit status {result.returncode}")


def works(*command, seconds=60):
    """Whether a command ends with status 0; what it prints is of no interest."""
    try:
        return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=seconds).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def output(*command):
    """What a command prints, or None where it cannot be run or fails."""
    try:
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (result.stdout or result.stderr).strip() if result.returncode == 0 else None


DISTRIBUTION = os.path.join(ROOT, ".build/dist/bin/gaiji")
PLAIN = os.path.join(ROOT, ".build/release/gaiji")


def program():
    """The program that is measured: $GAIJI_BIN, the distribution, or the plain release build."""
    given = os.environ.get("GAIJI_BIN")
    for place in [given] if given else [DISTRIBUTION, PLAIN]:
        if os.access(place, os.X_OK):
            return os.path.abspath(place)
    fail(f"no program {given or PLAIN}; run without --skip-build, or set GAIJI_BIN to one")


@functools.cache
def variants():
    """Builds for processors that the program's launcher can be told to take (GAIJI_CPU)."""
    if program() != DISTRIBUTION:
        return []
    return [name for name in ("baseline", "v3") if subprocess.run(
        [DISTRIBUTION, "--version"], env=dict(os.environ, GAIJI_CPU=name),
        capture_output=True).returncode == 0]


def build(skip):
    if skip or os.environ.get("GAIJI_BIN"):
        return
    say("release build")
    if os.access(os.path.join(ROOT, "Scripts/build"), os.X_OK):
        must(os.path.join(ROOT, "Scripts/build"))
    else:
        must("swift", "build", "-c", "release", "--product", "gaiji")


def has_flag(command, flag):
    """Whether a command of the program knows a flag, by its own help."""
    return flag in (output(program(), command, "--help") or "")


def sources_of_program():
    """What identifies the measured program: path, size and time, commit of the project."""
    path = program()
    status = os.stat(path)
    return {
        "program": os.path.relpath(path, ROOT) if path.startswith(ROOT + "/") else path,
        "version": output(path, "--version"),
        "bytes": status.st_size,
        "modified": int(status.st_mtime),
        "commit": output("git", "-C", ROOT, "rev-parse", "--short", "HEAD"),
        "changed": bool(output("git", "-C", ROOT, "status", "--porcelain", "-uno")),
    }
