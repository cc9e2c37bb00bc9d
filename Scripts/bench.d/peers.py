"""The programs beside which this one is measured: what is there, what is absent and why."""

import os
import platform
import shutil
import subprocess
import sys
import zipfile

from base import HERE, PEERS, WORK, fail, must, output, say, works

VENV = os.path.join(WORK, "venv")
CRATES = "/usr/share/cargo/registry"
JEF4J = ("https://repo1.maven.org/maven2/net/arnx/jef4j/0.12.1/jef4j-0.12.1.jar",
         os.path.join(PEERS, "jef4j.jar"))
SETUP = "run Scripts/bench setup"


class Peers:
    """By name: the beginning of a command, or why there is none. Builds what is ours to build."""

    def __init__(self):
        os.makedirs(PEERS, exist_ok=True)
        self.commands = {}
        self.absent = {}
        for name in ("iconv", "nkf", "cat", "cp"):
            self._found(name, shutil.which(name), f"no program {name}; {SETUP}")
        self._compiled("iconv()", "iconv_stream.c", ["gcc", "clang", "cc"])
        self._compiled("ICU", "icu_stream.cpp", ["g++", "clang++"], "-licuuc", "-licudata")
        self._rust()
        script = os.path.join(HERE, "python_peers.py")
        self.commands["CPython"] = [sys.executable, script, "codec"]
        for name in ("polars", "DuckDB"):
            python = os.path.join(VENV, "bin/python")
            there = works(python, "-c", f"import {name.lower()}")
            self._found(name, python if there else None, f"not in {VENV}; {SETUP}",
                        script, name.lower())
        self._java()

    def _found(self, name, path, reason, *rest):
        if path:
            self.commands[name] = [path, *rest]
        else:
            self.absent[name] = reason

    def _compiled(self, name, source, compilers, *libraries):
        program = os.path.join(PEERS, os.path.splitext(source)[0])
        compiler = next((c for c in compilers if shutil.which(c)), None)
        if compiler is None:
            self.absent[name] = f"no {' or '.join(compilers)}; {SETUP}"
            return
        result = subprocess.run(
            [compiler, "-O2", "-o", program, os.path.join(HERE, source), *libraries],
            capture_output=True, text=True)
        if result.returncode == 0:
            self.commands[name] = [program]
        else:
            self.absent[name] = f"{compiler}: {(result.stderr.splitlines() or ['failed'])[0]}"

    def _rust(self):
        """A package around the one source file, whose crates are Debian's."""
        name, cargo = "encoding_rs", shutil.which("cargo")
        crate = next((n for n in sorted(os.listdir(CRATES)) if n.startswith("encoding_rs-")),
                     None) if os.path.isdir(CRATES) else None
        if cargo is None or crate is None:
            self.absent[name] = ("no cargo" if cargo is None else
                                 f"no crate in {CRATES} (librust-encoding-rs-dev)") + f"; {SETUP}"
            return
        folder = os.path.join(PEERS, "encoding_rs_stream")
        os.makedirs(os.path.join(folder, "src"), exist_ok=True)
        shutil.copyfile(os.path.join(HERE, "encoding_rs_stream.rs"),
                        os.path.join(folder, "src/main.rs"))
        with open(os.path.join(folder, "Cargo.toml"), "w") as file:
            file.write('[package]\nname = "encoding_rs_stream"\nversion = "0.0.0"\n'
                       'edition = "2021"\n\n[dependencies]\nencoding_rs = "*"\n\n[workspace]\n')
        result = subprocess.run(
            [cargo, "build", "--release", "--offline", "--quiet",
             "--config", 'source.crates-io.replace-with="debian"',
             "--config", f'source.debian.directory="{CRATES}"'],
            cwd=folder, capture_output=True, text=True)
        if result.returncode == 0:
            self.commands[name] = [os.path.join(folder, "target/release/encoding_rs_stream")]
        else:
            self.absent[name] = f"cargo: {(result.stderr.splitlines() or ['failed'])[0]}"

    def _java(self):
        jar = os.environ.get("JEF4J_JAR", JEF4J[1])
        if not (shutil.which("java") and shutil.which("javac")):
            self.absent["jef4j"] = f"no java and javac; {SETUP}"
        elif not os.path.exists(jar):
            self.absent["jef4j"] = f"no {jar}; {SETUP}, or set JEF4J_JAR"
        elif not works("javac", "-d", PEERS, os.path.join(HERE, "JefStream.java")):
            self.absent["jef4j"] = "javac does not compile JefStream.java"
        else:
            self.commands["jef4j"] = ["java", "-cp", f"{jar}{os.pathsep}{PEERS}", "JefStream"]
            self.jar = jar

    def versions(self):
        """Of those that are there, by name."""
        icu = output("pkg-config", "--modversion", "icu-uc")
        libc = " ".join(platform.libc_ver())
        python = os.path.join(VENV, "bin/python")
        crates = os.listdir(CRATES) if os.path.isdir(CRATES) else []
        all_versions = {
            "iconv": (output("iconv", "--version") or "unknown").splitlines()[0],
            "iconv()": libc,
            "ICU": icu or "unknown",
            "encoding_rs": next((n for n in crates if n.startswith("encoding_rs-")), "unknown"),
            "nkf": next((line for line in (output("nkf", "--version") or "").splitlines()
                         if "Version" in line), "unknown"),
            "CPython": platform.python_version(),
            "polars": output(python, "-c", "import polars; print(polars.__version__)"),
            "DuckDB": output(python, "-c", "import duckdb; print(duckdb.__version__)"),
            "jef4j": jar_version(self.jar) if "jef4j" in self.commands else None,
            "cat": (output("cat", "--version") or "unknown").splitlines()[0],
        }
        return {name: text for name, text in all_versions.items() if name in self.commands}


def jar_version(path):
    """What a jar says of its version."""
    with zipfile.ZipFile(path) as jar:
        manifest = jar.read("META-INF/MANIFEST.MF").decode().replace("\r\n", "\n")
    lines = manifest.replace("\n ", "").split("\n")
    return next((line.split(": ", 1)[1] for line in lines
                 if line.startswith("Implementation-Version: ")), os.path.basename(path))


PACKAGES = ("gcc", "g++", "libicu-dev", "nkf", "librust-encoding-rs-dev", "time", "util-linux",
            "default-jdk-headless", "python3-venv")


def setup(_):
    """Installs the peers that packages provide, and tries to fetch jef4j."""
    missing = [name for name in PACKAGES if not works("dpkg", "-s", name)]
    if shutil.which("javac") and "default-jdk-headless" in missing:
        missing.remove("default-jdk-headless")
    if shutil.which("cargo") is None and not works("dpkg", "-s", "cargo"):
        missing.append("cargo")
    if missing and os.geteuid() == 0:
        say(f"installing {' '.join(missing)}")
        must("apt-get", "install", "-y", "-q", *missing)
    elif missing:
        say(f"packages are missing; as root: apt-get install {' '.join(missing)}")
    python = os.path.join(VENV, "bin/python")
    if not os.path.exists(python):
        must(sys.executable, "-m", "venv", VENV)
    if not works(python, "-c", "import polars, duckdb"):
        say("installing polars and duckdb")
        if not works(python, "-m", "pip", "install", "--quiet", "polars", "duckdb",
                     seconds=900):
            say("pip could not install them; they will be absent")
    address, jar = JEF4J
    os.makedirs(PEERS, exist_ok=True)
    if not os.path.exists(jar):
        say(f"fetching {address}")
        if not works("curl", "-fsSL", "-m", "60", "-o", jar, address):
            say("that could not be fetched; jef4j will be absent")
    peers = Peers()
    for name, version in peers.versions().items():
        say(f"{name}: {version}")
    for name, reason in peers.absent.items():
        say(f"absent: {name} ({reason})")
    if missing and os.geteuid() != 0:
        fail("packages are missing")
