#!/usr/bin/env python3
"""Speed of `stem5d analyze` on a series of the size of a row of the paper's, in the file cache, and of the simulator.

Beside it: a plain read of the same file, which is the floor, and reference_analysis.py, the same steps in NumPy and
SciPy. The series of 66 x 66 pixels, 60 x 12 scan points and 106 frames (0.67 GB) is made on the first run and kept.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import reference_analysis

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SERIES = ("--scan 60 12 --frames 106 --frame-period 9.887 --pixels 66 --q-pixel 0.232 --speckle 1.2 "
          "--relaxation-time 200 2000 --electrons 10").split()


def make_series(file):
    if not file.exists():
        print(f"Making {file}, once: a minute or two", flush=True)
        partial = file.with_suffix(".partial")
        subprocess.run([sys.executable, SOURCE / "Examples/make_series.py", partial, *SERIES], check=True)
        partial.rename(file)


def time_plain_read(file):
    """Seconds to read the whole file into one buffer."""
    buffer = bytearray(1 << 24)
    start = time.perf_counter()
    with open(file, "rb", buffering=0) as stream:
        while stream.readinto(buffer):
            pass
    return time.perf_counter() - start


def time_program(stem5d, file, threads):
    """The entry "run" of the summary: wall_time in s, bytes_read, peak_memory."""
    with tempfile.TemporaryDirectory() as directory:
        results = pathlib.Path(directory) / "results"
        subprocess.run([stem5d, "analyze", file, "-o", results, "--no-figures", "--threads", str(threads)],
                       check=True, stdout=subprocess.DEVNULL)
        return json.loads((results / "summary.json").read_text())["run"]


def time_simulation(stem5d, directory, threads, *options):
    """Bytes and seconds of `stem5d simulate` for 120 scan points of the paper's size."""
    with tempfile.TemporaryDirectory(dir=directory) as temporary:
        start = time.perf_counter()
        subprocess.run([stem5d, "simulate", "-o", pathlib.Path(temporary) / "simulated.emd", "--scan", "60", "2",
                        "--threads", str(threads), *options],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return 60 * 2 * 106 * 66 * 66 * 2, time.perf_counter() - start


def time_reference(file, rows):
    """Seconds and bytes of the reference script on the first rows of the scan."""
    defaults = {name: None for name in ("scan_region", "mask", "delays")}
    options = argparse.Namespace(dynamics_annulus=(4.2, 4.6), structure_annulus=(3.0, 5.8), time_bin=2, blur=0.464,
                                 tau_bounds=(0.0, 5000.0), **defaults)
    series = reference_analysis.Series(file)
    options.scan_region = (0, 0, series.data.shape[2], rows)
    _, size, reading, computing = reference_analysis.analyze(series, options)
    return reading + computing, size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stem5d", type=pathlib.Path, default=SOURCE / "build/release/bin/stem5d",
                        help="the program (default: that of the release build)")
    parser.add_argument("--directory", type=pathlib.Path, default=SOURCE / "build/benchmarks",
                        help="where the series is kept (default: build/benchmarks)")
    parser.add_argument("--threads", type=int, default=2, help="of stem5d (default: 2)")
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the fastest counts (default: 3)")
    parser.add_argument("--rows", type=int, default=1, help="scan rows of 60 points for the script (default: 1)")
    options = parser.parse_args()

    options.directory.mkdir(parents=True, exist_ok=True)
    file = options.directory / "series.emd"
    make_series(file)
    time_plain_read(file)  # fills the cache
    size = file.stat().st_size
    read = min(time_plain_read(file) for _ in range(options.repeat))
    runs = [time_program(options.stem5d, file, options.threads) for _ in range(options.repeat)]
    program = min(runs, key=lambda run: run["wall_time"])
    reference, reference_size = min(time_reference(file, options.rows) for _ in range(options.repeat))

    rows = [
        ("plain read of the file", size, read),
        (f"stem5d analyze, {options.threads} threads", program["bytes_read"], program["wall_time"]),
        (f"NumPy/SciPy script, {60 * options.rows} points", reference_size, reference),
    ]
    for threads, *compression in ((1,), (options.threads,), (options.threads, "--compress", "1")):
        run = min((time_simulation(options.stem5d, options.directory, threads, *compression)
                   for _ in range(options.repeat)), key=lambda run: run[1])
        rows.append((" ".join((f"stem5d simulate, {threads} threads", *compression)), *run))
    slowest = reference_size / reference
    print(f"{'':36}{'MB':>8}{'s':>9}{'MB/s':>9}{'ratio':>9}")
    for name, count, seconds in rows:
        print(f"{name:36}{count / 1e6:8.1f}{seconds:9.3f}{count / seconds / 1e6:9.1f}{count / seconds / slowest:9.1f}")
    print(f"Peak memory of stem5d: {max(run['peak_memory'] for run in runs) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
