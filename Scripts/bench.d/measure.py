"""Runs programs side by side and takes their time and peak memory."""

import os
import platform
import resource
import statistics
import subprocess
import time

from base import WORK, fail, output, say


class Run:
    """One program with its input. `processors`: those it may use, when not the run's one."""

    def __init__(self, name, command, source, environment=None, processors=None, produces=None):
        self.name = name
        self.command = command
        self.source = source
        self.environment = environment or {}
        self.processors = processors
        self.produces = produces  # a file to remove after each run
        self.seconds = []  # that passed
        self.busy = []  # of processor time, of the program and the system for it
        self.peaks = []
        self.by_processor_time = False

    @property
    def times(self):
        return self.busy if self.by_processor_time else self.seconds

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def speed(self):
        """MB/s of its own input, 1 MB = 10^6 bytes."""
        return os.path.getsize(self.source) / self.median / 1e6

    @property
    def peak(self):
        return max(self.peaks)

    def once(self, processor):
        """GNU time does the waiting: the peak that the kernel counts for a process begins at the
        size of the one that started it, and this one is larger than some contenders."""
        report = os.path.join(WORK, "time")
        command = ["/usr/bin/time", "-f", "%M", "-o", report, *self.command]
        processors = self.processors or ([] if processor is None else [processor])
        if processors:
            command = ["taskset", "-c", ",".join(map(str, processors)), *command]
        environment = dict(os.environ, **self.environment)
        before, start = processor_time(), time.perf_counter()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, env=environment)
        self.seconds.append(time.perf_counter() - start)
        self.busy.append(processor_time() - before)
        if self.produces and os.path.exists(self.produces):
            os.remove(self.produces)
        if done.returncode != 0:
            fail(f"{' '.join(self.command)}: exit status {done.returncode}\n"
                 + done.stderr.decode(errors="replace")[-2000:])
        with open(report) as file:
            self.peaks.append(int(file.read().split()[-1]) * 1024)

    def as_data(self):
        return {"name": self.name, "command": self.command, "environment": self.environment,
                "input": os.path.basename(self.source), "bytes": os.path.getsize(self.source),
                "seconds": [round(s, 4) for s in self.seconds],
                "processorSeconds": [round(s, 4) for s in self.busy],
                "median": round(self.median, 4),
                "megabytesPerSecond": round(self.speed, 1), "peakBytes": self.peak}


def processor_time():
    """Seconds of all children that have ended, and theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def alternate(runs, rounds, processor, clock="wall"):
    """Every program once a round, in an order that rotates, the inputs in the page cache.

    With the clock `cpu` the times are those of the processor, which other work on the machine
    disturbs less; runs that name their processors are always timed by the wall."""
    for run in runs:
        run.by_processor_time = clock == "cpu" and run.processors is None
    for source in sorted({run.source for run in runs}):
        warm(source)
    for number in range(rounds):
        turn = number % len(runs)
        for run in runs[turn:] + runs[:turn]:
            run.once(processor)


def warm(path):
    """Reads a file once, so that it is in the page cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":", 1)[1].strip() for line in file
                          if line.startswith("model name")), platform.machine())
    except OSError:
        model = platform.machine()
    swift = output("swift", "--version")
    return {"processor": model, "processors": os.cpu_count(),
            "system": f"{platform.system()} {platform.release()}",
            "swift": swift.splitlines()[0] if swift else "unknown"}


def describe(processor):
    here = machine()
    say(f"{here['processor']}, {here['processors']} processors, "
        + (f"one used (number {processor})" if processor is not None else "not pinned"))
    say(here["swift"])
    say(f"commit {output('git', 'rev-parse', '--short', 'HEAD') or 'unknown'}")
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"the machine is busy (load {load:.1f}): only ratios mean anything")
