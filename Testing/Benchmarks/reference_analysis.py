#!/usr/bin/env python3
"""The steps of `stem5d analyze` in ordinary NumPy and SciPy, as an outside witness of its numbers and of its speed.

Reads a series (t, y, x, ky, kx) from an EMD 0.2 file, and for every scan point: V of the rings of the structure annulus;
time binning; Gaussian blur; two-time correlation over the dynamics annulus; g(t); least-squares fit of
g(t) - 1 = contrast * exp(-2 (t / tau)^gamma). Defaults are those of `stem5d analyze`.
"""
import argparse
import sys
import time

import h5py
import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.optimize import curve_fit

MAPS = ("relaxation_time", "stretch_exponent", "contrast", "fluctuation_variance")


class Series:
    """A series of an EMD file: its data set, |Q| of every pixel, and the frame period."""

    def __init__(self, name):
        group = next(group for group in h5py.File(name)["data"].values() if group.attrs.get("emd_group_type") == 1)
        self.data = group["data"]
        t, _, _, ky, kx = (group[f"dim{number}"][:] for number in range(1, 6))
        self.frame_period = t[1] - t[0]
        self.q_pixel = kx[1] - kx[0]
        self.q = np.hypot(ky[:, None], kx)


def ring_numbers(series, annulus, width):
    """Number of the ring of every pixel, from 0; -1 outside. The rings are of equal width, as near to `width` as fits,
    and a pixel on an edge is in the inner one: its coordinates are rounded to much less than 1e-4 of a pixel."""
    low, high = annulus
    rounding = 1e-4 * series.q_pixel
    edges = np.linspace(low, high, 1 + max(1, round((high - low) / width)))
    ring = np.maximum(np.searchsorted(edges + rounding, series.q) - 1, 0)
    return np.where((series.q >= low - rounding) & (series.q <= high + rounding), ring, -1)


def fluctuation_variance(patterns, rings):
    """V of every pattern, the mean over the rings weighted by their pixels, averaged over time."""
    variance = np.zeros(len(patterns))
    for ring in range(rings.max() + 1):
        values = patterns[:, rings == ring]
        if values.shape[1] > 0:
            variance += values.shape[1] * values.var(axis=1) / values.mean(axis=1) ** 2
    return np.mean(variance / np.count_nonzero(rings >= 0))


def bin_time(patterns, factor):
    """Sums of `factor` frames; those left at the end are dropped."""
    bins = len(patterns) // factor
    return patterns[: bins * factor].reshape(bins, factor, *patterns.shape[1:]).sum(axis=1)


def blur(patterns, sigma, good):
    """Gaussian blur of every pattern, normalised over the good pixels. sigma in pixels."""
    weight = gaussian_filter(good.astype(np.float32), sigma, mode="constant")
    blurred = gaussian_filter(np.where(good, patterns, 0.0), (0, sigma, sigma), mode="constant")
    return np.where(good, blurred / np.where(good, weight, 1.0), 0.0)


def correlation_curve(intensity, delays):
    """g(t) of frames x pixels: the mean of G(t1, t1 + t) over t1."""
    normalised = intensity / intensity.mean(axis=1, keepdims=True)
    two_time = normalised @ normalised.T / intensity.shape[1]
    return np.array([np.diagonal(two_time, delay).mean() for delay in delays])


def kww(t, contrast, tau, gamma):
    return contrast * np.exp(-2.0 * (t / tau) ** gamma)


def fit_kww(t, g, tau_bounds):
    """tau, gamma and contrast; NaN where the fit fails."""
    low = max(tau_bounds[0], 1e-6)
    start = (max(g[0] - 1.0, 1e-3), np.clip(t[len(t) // 2], low, tau_bounds[1]), 1.0)
    try:
        contrast, tau, gamma = curve_fit(kww, t, g - 1.0, start, bounds=((0.0, low, 1e-3), (np.inf, tau_bounds[1], 3.0)))[0]
    except RuntimeError:
        return np.nan, np.nan, np.nan
    return tau, gamma, contrast


def analyze(series, options):
    """Maps over (y, x) of the scan region, the bytes read, and the seconds taken by reading and by computing."""
    x0, y0, nx, ny = options.scan_region or (0, 0, series.data.shape[2], series.data.shape[1])
    good = np.load(options.mask) == 0 if options.mask else np.ones(series.q.shape, bool)
    rings = np.where(good, ring_numbers(series, options.structure_annulus, series.q_pixel), -1)
    annulus = good & (ring_numbers(series, options.dynamics_annulus, np.inf) >= 0)
    bins = len(series.data) // options.time_bin
    first, last = options.delays or (1, bins // 2)
    delays = np.arange(first, last + 1)
    times = delays * options.time_bin * series.frame_period

    maps = {name: np.full((ny, nx), np.nan, np.float32) for name in MAPS}
    reading = computing = 0.0
    for y in range(ny):
        start = time.perf_counter()
        row = series.data[:, y0 + y, x0 : x0 + nx]
        read = time.perf_counter()
        for x in range(nx):
            patterns = row[:, x].astype(np.float32)
            maps["fluctuation_variance"][y, x] = fluctuation_variance(patterns, rings)
            binned = bin_time(patterns, options.time_bin)
            blurred = blur(binned, options.blur / series.q_pixel, good) if options.blur > 0 else binned
            g = correlation_curve(blurred[:, annulus], delays)
            fit = fit_kww(times, g, options.tau_bounds)
            for name, value in zip(("relaxation_time", "stretch_exponent", "contrast"), fit):
                maps[name][y, x] = value
        reading += read - start
        computing += time.perf_counter() - read
    patterns = nx * ny * len(series.data)
    return maps, patterns * series.q.size * series.data.dtype.itemsize, reading, computing


def read_nrrd(name):
    """A float map written by stem5d: a text header, an empty line, the values."""
    with open(name, "rb") as file:
        header, values = file.read().split(b"\n\n", 1)
    fields = dict(line.split(": ", 1) for line in header.decode().splitlines() if ": " in line)
    if (fields["type"], fields["encoding"], fields["endian"]) != ("float", "raw", "little"):
        raise ValueError(f"{name} is not an uncompressed map of float")
    sizes = [int(size) for size in fields["sizes"].split()]
    return np.frombuffer(values, "<f4").reshape(sizes[::-1])


def compare(maps, directory):
    """Prints how the maps in the output directory of stem5d differ; true if they agree.

    V is the same sum in both; of the fits, which other solvers may end elsewhere, the typical one has to agree."""
    agree = True
    for name, statistic, limit in (
        ("fluctuation_variance", np.nanmax, 1e-4),
        ("relaxation_time", np.nanmedian, 1e-3),
        ("stretch_exponent", np.nanmedian, 1e-3),
        ("contrast", np.nanmedian, 1e-3),
    ):
        difference = statistic(np.abs(read_nrrd(f"{directory}/maps/{name}.nrrd") / maps[name] - 1.0))
        agree = agree and difference < limit
        print(f"{name}: {statistic.__name__[3:]} of the relative differences {difference:.2g}, limit {limit:g}")
    return agree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="EMD 0.2 file")
    parser.add_argument("--dynamics-annulus", type=float, nargs=2, default=(4.2, 4.6), metavar=("LO", "HI"))
    parser.add_argument("--structure-annulus", type=float, nargs=2, default=(3.0, 5.8), metavar=("LO", "HI"))
    parser.add_argument("--time-bin", type=int, default=2, metavar="N")
    parser.add_argument("--blur", type=float, default=0.464, metavar="SIGMA", help="in the unit of Q; 0 for none")
    parser.add_argument("--delays", type=int, nargs=2, metavar=("FIRST", "LAST"), help="in binned frames")
    parser.add_argument("--tau-bounds", type=float, nargs=2, default=(0.0, 5000.0), metavar=("LO", "HI"))
    parser.add_argument("--scan-region", type=int, nargs=4, metavar=("X0", "Y0", "NX", "NY"))
    parser.add_argument("--mask", metavar="FILE", help="detector pixels as .npy, not 0 at bad ones")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the maps as .npz")
    parser.add_argument("--compare", metavar="DIR", help="fail if the maps of `stem5d analyze -o DIR` differ")
    options = parser.parse_args()

    maps, size, reading, computing = analyze(Series(options.file), options)
    seconds = reading + computing
    points = maps["contrast"].size
    print(f"{points} points, {size / 1e6:.1f} MB in {seconds:.2f} s ({reading:.2f} s of it reading): "
          f"{size / seconds / 1e6:.1f} MB/s, {1e3 * seconds / points:.2f} ms per point")
    if options.output:
        np.savez(options.output, **maps)
    if options.compare and not compare(maps, options.compare):
        sys.exit("The maps differ")


if __name__ == "__main__":
    main()
