#!/usr/bin/env python3
"""Writes a small 5-D diffraction series as an EMD 0.2 file: the speckles of a glass whose atoms rearrange.

Every pattern is the intensity |E|^2 of a complex Gaussian field E, which fluctuates with the relaxation time of its
scan column, under the halo of the glass, in whole electrons. So g(t) - 1 = exp(-2 t / tau) for the delays t.
"""
import argparse

import h5py
import numpy as np
from scipy.ndimage import gaussian_filter

FRAMES, ROWS, COLUMNS, PIXELS = 96, 2, 3, 32
FRAME_PERIOD = 2.0  # s
SCAN_STEP = 0.16  # nm
Q_PIXEL = 0.4  # 1/nm
SPECKLE = 0.7  # pixels, standard deviation of the smoothing of E
RELAXATION_TIME = (20.0, 40.0, 80.0)  # s, by scan column
ELECTRONS = 40  # in a pixel of the halo's peak


def speckle_field(random):
    """Complex Gaussian field of every scan point with <|E|^2> = 1: speckles of a few pixels."""
    white = random.standard_normal((2, ROWS, COLUMNS, PIXELS, PIXELS))
    smooth = gaussian_filter(white, (0, 0, 0, SPECKLE, SPECKLE), mode="wrap")
    smooth /= np.sqrt(2.0 * np.mean(smooth**2))
    return smooth[0] + 1j * smooth[1]


def make_series(random):
    """Electrons in (t, y, x, ky, kx): the field keeps the part `memory` of itself from frame to frame."""
    k = (np.arange(PIXELS) - PIXELS // 2) * Q_PIXEL
    q = np.hypot(k[:, None], k)
    halo = ELECTRONS * (0.75 * np.exp(-0.5 * ((q - 4.4) / 0.5) ** 2) + 0.25 * np.exp(-np.abs(q - 4.4) / 3.0))
    memory = np.exp(-FRAME_PERIOD / np.array(RELAXATION_TIME))[:, None, None]
    field = speckle_field(random)
    frames = []
    for _ in range(FRAMES):
        frames.append(random.poisson(halo * np.abs(field) ** 2))
        field = memory * field + np.sqrt(1.0 - memory**2) * speckle_field(random)
    return np.array(frames, dtype=np.uint16)


def write_emd(name, series):
    """Axes with names, units and coordinates; Q is 0 at the middle pixel."""
    k = (np.arange(PIXELS) - PIXELS // 2) * Q_PIXEL
    axes = (
        ("t", "[s]", np.arange(FRAMES) * FRAME_PERIOD),
        ("y", "[nm]", np.arange(ROWS) * SCAN_STEP),
        ("x", "[nm]", np.arange(COLUMNS) * SCAN_STEP),
        ("ky", "[1_/_nm]", k),
        ("kx", "[1_/_nm]", k),
    )
    with h5py.File(name, "w") as file:
        file.attrs["version_major"] = 0
        file.attrs["version_minor"] = 2
        group = file.create_group("data/speckles")
        group.attrs["emd_group_type"] = 1
        group.create_dataset("data", data=series)
        for number, (axis, unit, coordinates) in enumerate(axes, 1):
            dim = group.create_dataset(f"dim{number}", data=coordinates)
            dim.attrs["name"] = axis
            dim.attrs["units"] = unit


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="file to write, name.emd")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (default: 1)")
    arguments = parser.parse_args()
    write_emd(arguments.file, make_series(np.random.default_rng(arguments.seed)))


if __name__ == "__main__":
    main()
