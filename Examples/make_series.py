#!/usr/bin/env python3
"""Writes a 5-D diffraction series as an EMD 0.2 file: the speckles of a glass whose atoms rearrange.

Every pattern is the intensity |E|^2 of a complex Gaussian field E, which fluctuates with the relaxation time tau of its
scan column, under the halo of the glass, in whole electrons: g(t) - 1 = contrast * exp(-2 t / tau) for the delays t.
"""
import argparse

import h5py
import numpy as np
from scipy.ndimage import gaussian_filter


def speckle_field(random, shape, speckle):
    """Complex Gaussian field of every scan point with <|E|^2> = 1: white noise smoothed to speckles."""
    white = random.standard_normal((2, *shape), dtype=np.float32)
    smooth = gaussian_filter(white, (0, 0, 0, speckle, speckle), mode="wrap")
    smooth /= np.sqrt(2.0 * np.mean(smooth**2))
    return smooth[0] + 1j * smooth[1]


def make_frames(random, shape, memory, halo, speckle):
    """Electrons of frame after frame, each (y, x, ky, kx): the field keeps the part `memory` of itself."""
    field = speckle_field(random, shape, speckle)
    while True:
        yield random.poisson(halo * np.abs(field) ** 2)
        field = memory * field + np.sqrt(1.0 - memory**2) * speckle_field(random, shape, speckle)


def write_emd(name, axes, frames):
    """Axes, slowest first, as (name, unit, coordinates)."""
    with h5py.File(name, "w") as file:
        file.attrs["version_major"] = 0
        file.attrs["version_minor"] = 2
        group = file.create_group("data/speckles")
        group.attrs["emd_group_type"] = 1
        for number, (axis, unit, coordinates) in enumerate(axes, 1):
            dim = group.create_dataset(f"dim{number}", data=coordinates)
            dim.attrs["name"] = axis
            dim.attrs["units"] = unit
        shape = [len(coordinates) for _, _, coordinates in axes]
        data = group.create_dataset("data", shape, np.uint16)
        for number, frame in zip(range(shape[0]), frames):
            data[number] = frame


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("file", help="file to write, name.emd")
    parser.add_argument("--scan", type=int, nargs=2, default=(3, 2), metavar=("NX", "NY"), help="scan points")
    parser.add_argument("--scan-step", type=float, default=0.16, help="in nm")
    parser.add_argument("--frames", type=int, default=96, help="number of frames")
    parser.add_argument("--frame-period", type=float, default=2.0, help="in s")
    parser.add_argument("--pixels", type=int, default=32, help="detector pixels along kx and ky")
    parser.add_argument("--q-pixel", type=float, default=0.4, help="in 1/nm; Q is 0 at the middle pixel")
    parser.add_argument("--speckle", type=float, default=0.7, help="smoothing of the field in pixels")
    parser.add_argument("--relaxation-time", type=float, nargs=2, default=(20.0, 80.0), metavar=("FIRST", "LAST"),
                        help="of the first and the last scan column in s, geometric between")
    parser.add_argument("--electrons", type=float, default=40.0, help="in a pixel of the halo's peak")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    p = parser.parse_args()

    columns, rows = p.scan
    k = (np.arange(p.pixels) - p.pixels // 2) * p.q_pixel
    q = np.hypot(k[:, None], k)
    halo = p.electrons * (0.75 * np.exp(-0.5 * ((q - 4.4) / 0.5) ** 2) + 0.25 * np.exp(-np.abs(q - 4.4) / 3.0))
    memory = np.exp(-p.frame_period / np.geomspace(*p.relaxation_time, columns))[:, None, None]
    axes = (
        ("t", "[s]", np.arange(p.frames) * p.frame_period),
        ("y", "[nm]", np.arange(rows) * p.scan_step),
        ("x", "[nm]", np.arange(columns) * p.scan_step),
        ("ky", "[1_/_nm]", k),
        ("kx", "[1_/_nm]", k),
    )
    shape = (rows, columns, p.pixels, p.pixels)
    write_emd(p.file, axes, make_frames(np.random.default_rng(p.seed), shape, memory, halo, p.speckle))


if __name__ == "__main__":
    main()
