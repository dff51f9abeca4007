#!/usr/bin/env python3
"""Speed and memory of `stem5d analyze` on files of every kind, and of `stem5d simulate`, as ratios within one run.

Beside it: a plain read of the same file; reading and decoding alone (ReadSeries; H5Dread in one thread, by h5py);
reference_analysis.py, the same steps in NumPy and SciPy; StockPipeline, the same with ITK's own filters. Writes the
tables of README.md, between its marks. benchmark_files.py says what the files are.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile
import time
import typing

import h5py
import numpy as np

import reference_analysis
from benchmark_files import FILES, SOURCE, STORAGE, growing_file, series_file, series_of

README = pathlib.Path(__file__).with_name("README.md")
MARKS = ("<!-- written by whole_program.py -->\n", "<!-- end -->\n")
ANALYSES = {
    "paper's": ("--sectors", "0", "--no-halves"),
    "default": (),
    "default, generalised fit": ("--estimator", "gls"),
}
BINNING = {"raw": ("--detector-bin", "4")}
SIMULATED = 60 * 2 * 106 * 66 * 66 * 2  # bytes


class Run(typing.NamedTuple):
    """What a program, or a function of this one, took."""
    seconds: float
    busy: float = 0.0  # seconds of all processors
    memory: int = 0  # bytes, at most


class Bench:
    def __init__(self, options):
        self.programs, self.directory, self.repeat = options.programs, options.directory, options.repeat
        self.directory.mkdir(parents=True, exist_ok=True)

    def run(self, program, *arguments, threads=1):
        """Runs one of our programs to its end."""
        start = time.perf_counter()
        process = subprocess.Popen([self.programs / program, *map(str, arguments)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": str(threads)})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{program} {' '.join(map(str, arguments))} failed")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10)

    def analyze(self, file, *options, threads=2, results=None):
        with tempfile.TemporaryDirectory(dir=self.directory) as temporary:
            return self.run("stem5d", "analyze", file, "-o", results or pathlib.Path(temporary) / "results",
                            "--no-figures", "--threads", threads, *options, threads=threads)

    def simulate(self, *options, threads=2):
        with tempfile.TemporaryDirectory(dir=self.directory) as temporary:
            return self.run("stem5d", "simulate", "-o", pathlib.Path(temporary) / "simulated.emd",
                            "--scan", 60, 2, "--threads", threads, *options, threads=threads)

    def fastest(self, function, *arguments, **options):
        return min((function(*arguments, **options) for _ in range(self.repeat)), key=lambda run: run.seconds)


def timed(function):
    def run(*arguments):
        start, busy = time.perf_counter(), time.process_time()
        function(*arguments)
        return Run(time.perf_counter() - start, time.process_time() - busy)
    return run


@timed
def plain_read(file):
    buffer = bytearray(1 << 24)
    with open(file, "rb", buffering=0) as stream:
        while stream.readinto(buffer):
            pass


@timed
def h5dread(file):
    with h5py.File(file) as opened:
        data = series_of(opened)
        buffer = np.empty(data.shape[:1] + data.shape[2:], data.dtype)
        for y in range(data.shape[1]):
            data.read_direct(buffer, np.s_[:, y])


@timed
def disk_dump(file):
    subprocess.run(["dd", f"if={file}", "of=/dev/null", "bs=16M"], check=True, stderr=subprocess.DEVNULL)


def forget(file):
    """Takes a file out of the cache."""
    with open(file, "rb") as stream:
        os.fsync(stream.fileno())
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def cold(function):
    def run(file, *arguments, **options):
        forget(file)
        return function(file, *arguments, **options)
    return run


def size_of(file):
    """Bytes of the series in memory."""
    with h5py.File(file) as opened:
        return series_of(opened).size * series_of(opened).dtype.itemsize


def script(file, rows):
    """The NumPy/SciPy script on the first scan rows, with the options of the paper's analysis."""
    series = reference_analysis.Series(file)
    options = argparse.Namespace(dynamics_annulus=(4.2, 4.6), structure_annulus=(3.0, 5.8), time_bin=2, blur=0.464,
                                 tau_bounds=(0.0, 5000.0), mask=None, delays=None,
                                 scan_region=(0, 0, series.data.shape[2], rows))
    _, _, reading, computing = reference_analysis.analyze(series, options)
    return Run(reading + computing)


def limit(run, threads, reading):
    """What keeps a run from being faster: the processors, if they are busy, and the share of reading alone."""
    busy = 100.0 * run.busy / (threads * run.seconds)
    share = 100.0 * reading.seconds / run.seconds
    first = "arithmetic" if busy > 80.0 else "waiting for data" if share > 50.0 else "what one thread does"
    return f"{first}: processors busy {busy:.0f} %, reading alone {share:.0f} %"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def speed(size, run):
    return f"{size / run.seconds / 1e6:.0f}"


def table_of_files(bench):
    """Every kind of file by every analysis that it is worth it, and the reference of the other tables: the bytes a
    second of the binned series, by analysis."""
    rows, binned = [], {}
    for name in FILES:
        file = series_file(bench.directory, name)
        size = size_of(file)
        plain_read(file)  # fills the cache
        plain = bench.fastest(plain_read, file)
        rows.append([name, "plain read of the file", 1, *figures(size, plain, plain), "memory"])
        if name in STORAGE:
            run = bench.fastest(h5dread, file)
            rows.append([name, "H5Dread", 1, *figures(size, run, plain), "decoding"])
        for threads in (1, 2):
            reading = plain
            if name != "f32":
                reading = bench.fastest(bench.run, "ReadSeries", file, threads=threads)
                rows.append([name, "reading alone", threads, *figures(size, reading, plain), ""])
            for analysis, options in ANALYSES.items():
                run = bench.fastest(bench.analyze, file, *options, *BINNING.get(name, ()), threads=threads)
                rows.append([name, f"analyze, {analysis}", threads, *figures(size, run, plain),
                             limit(run, threads, reading)])
                binned.update({(analysis, threads): size / run.seconds} if name == "u16" else {})
            print(f"{name}, {threads} threads: done", flush=True)
    return table(["file", "what", "threads", "s", "processor s", "MB/s", "of the plain read", "peak MB",
                  "limit"], rows), binned


def figures(size, run, plain):
    memory = f"{run.memory / 1e6:.0f}" if run.memory else ""
    return f"{run.seconds:.3f}", f"{run.busy:.2f}", speed(size, run), f"{plain.seconds / run.seconds:.3f}", memory


def table_of_others(bench, rows, binned):
    """Others' programs on the first scan rows of the binned series, and how far they agree with ours."""
    file = series_file(bench.directory, "u16")
    with h5py.File(file) as opened:
        size = series_of(opened)[:1, :1].nbytes * len(series_of(opened)) * rows
    ours = binned["paper's", 2]
    lines = []

    def add(name, run, agreement):
        lines.append([name, f"{run.seconds:.2f}", speed(size, run), f"{ours * run.seconds / size:.1f}", agreement])

    with tempfile.TemporaryDirectory(dir=bench.directory) as temporary:
        results = pathlib.Path(temporary) / "results"
        bench.analyze(file, *ANALYSES["paper's"], "--scan-region", 0, 0, 60, rows, results=results)
        add("NumPy/SciPy script", bench.fastest(script, file, rows), "tested by `Witness.*`")
        for weights in ("sampled", "discrete"):
            run = bench.fastest(bench.run, "StockPipeline", file, rows, temporary, weights, threads=2)
            add(f"ITK's own filters, {weights} Gaussian", run, differences(pathlib.Path(temporary), results))
    return table(["60 points a row, of the same file", "s", "MB/s", "times slower than stem5d, paper's, 2 threads",
                  "largest relative difference"], lines)


def differences(stock, results):
    variance = reference_analysis.read_nrrd(results / "maps/fluctuation_variance.nrrd")
    with h5py.File(results / "curves.h5") as curves:
        g = curves["correlation/g"][:]
    others = reference_analysis.read_nrrd(stock / "variance.nrrd"), reference_analysis.read_nrrd(stock / "g.nrrd")
    difference = [np.max(np.abs(other / own - 1.0)) for other, own in zip(others, (variance, g))]
    return f"V {difference[0]:.1g}, g(t) {difference[1]:.1g}"


def table_of_growth(bench, points):
    lines = []
    for count in points:
        file = growing_file(bench.directory, count)
        plain_read(file)
        run = bench.fastest(bench.analyze, file, "--blur", 0.928)
        lines.append([count, f"{size_of(file) / 1e9:.2f}", f"{run.seconds:.2f}",
                      f"{1e6 * run.seconds / count:.1f}", f"{run.memory / 1e6:.0f}"])
    return table(["scan points", "GB", "s", "us a point", "peak MB"], lines)


def table_of_cold(bench):
    lines = []
    for name in ("u16", "raw"):
        file = series_file(bench.directory, name)
        dump = bench.fastest(cold(disk_dump), file)
        run = bench.fastest(cold(bench.analyze), file, *BINNING.get(name, ()))
        lines.append([name, f"{dump.seconds:.2f}", f"{run.seconds:.2f}", f"{run.seconds / dump.seconds:.2f}"])
    return table(["file, not in the cache", "dd, s", "analyze, default, 2 threads, s", "ratio"], lines)


def table_of_simulation(bench):
    lines = []
    for threads, *compression in ((1,), (2,), (2, "--compress", "1")):
        run = bench.fastest(bench.simulate, *compression, threads=threads)
        lines.append([" ".join(["simulate", *compression]), threads, f"{run.seconds:.2f}", speed(SIMULATED, run),
                      f"{run.memory / 1e6:.0f}"])
    return table(["120 points of 66 x 66 pixels, 106 frames", "threads", "s", "MB/s", "peak MB"], lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=SOURCE / "build/release/bin",
                        help="where stem5d, ReadSeries and StockPipeline are (default: the release build)")
    parser.add_argument("--directory", type=pathlib.Path, default=SOURCE / "build/benchmarks",
                        help="where the files are kept (default: build/benchmarks)")
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the fastest counts (default: 3)")
    parser.add_argument("--rows", type=int, default=1, help="scan rows of 60 points for the others (default: 1)")
    parser.add_argument("--points", type=int, nargs="+", default=(720, 7200, 72000),
                        help="scan points of the growing series (default: 720 7200 72000)")
    parser.add_argument("--write", type=pathlib.Path, default=README, help="the page to write (default: README.md)")
    options = parser.parse_args()

    bench = Bench(options)
    files, binned = table_of_files(bench)
    text = "\n".join((files, table_of_others(bench, options.rows, binned), table_of_growth(bench, options.points),
                      table_of_cold(bench), table_of_simulation(bench)))
    before, rest = README.read_text().split(MARKS[0])
    options.write.write_text(before + MARKS[0] + "\n" + text + "\n" + MARKS[1] + rest.split(MARKS[1])[1])
    print(text)


if __name__ == "__main__":
    main()
