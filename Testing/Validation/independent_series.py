#!/usr/bin/env python3
"""Relaxation times of simulated scan points with nothing of STEM5D in them: a witness of its simulator and analysis.

Scatterers of an Ornstein-Uhlenbeck process, that is a stretch exponent of 1, under an Airy probe, their Fourier
transform, a halo and Poisson noise; then the steps of reference_analysis.py with the stretch exponent fixed to 1. The
settings are those of validate.py. Prints median and 16th-84th percentile.
"""
import argparse
import pathlib
import sys
import types

import numpy as np
from scipy.fft import fft2
from scipy.optimize import curve_fit
from scipy.special import j1

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Benchmarks"))
import reference_analysis  # noqa: E402

SIZE, PIXEL, FRAMES, PERIOD, APERTURE = 66, 0.232, 106, 9.887, 0.638
DOSE, V = 10.0, 0.55

k = PIXEL * (np.arange(SIZE) - 0.5 * (SIZE - 1))
q = np.hypot(k, k[:, None])
halo = DOSE * (0.75 * np.exp(-(q - 4.4) ** 2 / 0.5) + 0.25 * np.exp(-(q - 4.4) / 3.0))
annulus = reference_analysis.ring_numbers(types.SimpleNamespace(q=q, q_pixel=PIXEL), (4.2, 4.6), np.inf) == 0
delays = np.arange(1, FRAMES // 4 + 1)
x = (np.arange(SIZE) - 0.49 * SIZE) / (SIZE * PIXEL)  # no site in the middle of the probe, where u is 0
u = 2.0 * np.pi * APERTURE * np.hypot(x, x[:, None])
probe = 2.0 * j1(u) / u
probe /= np.sqrt(np.sum(probe**2))


def patterns(tau, random):
    """The counts of a scan point, frames x ky x kx."""
    rho = np.exp(-PERIOD / tau)
    scatterers = random.standard_normal((FRAMES, SIZE, SIZE, 2)) @ [1.0, 1.0j] / np.sqrt(2.0)
    for frame in range(1, FRAMES):
        scatterers[frame] = rho * scatterers[frame - 1] + np.sqrt(1.0 - rho**2) * scatterers[frame]
    speckle = np.abs(fft2(scatterers * probe)) ** 2
    background = 1.0 - np.sqrt(V)
    return random.poisson(halo * (background + (1.0 - background) * speckle)).astype(np.float32)


def relaxation_time(counts):
    binned = reference_analysis.bin_time(counts, 2)
    blurred = reference_analysis.blur(binned, 2.0, np.ones(q.shape, bool))
    g = reference_analysis.correlation_curve(blurred[:, annulus], delays)
    fit = curve_fit(lambda t, contrast, tau: reference_analysis.kww(t, contrast, tau, 1.0), 2.0 * PERIOD * delays,
                    g - 1.0, (max(g[0] - 1.0, 1e-3), 250.0), bounds=((0.0, 1e-6), (np.inf, 5000.0)))
    return fit[0][1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tau", type=float, help="true relaxation time in s")
    parser.add_argument("--points", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    found = [relaxation_time(patterns(options.tau, random)) for _ in range(options.points)]
    low, median, high = np.percentile(found, (16, 50, 84))
    print(f"{options.tau:g} s: {median:.0f} ({low:.0f}-{high:.0f}), "
          f"half-width of ln tau {0.5 * np.log(high / low):.3f}, {np.mean(np.array(found) > 4999.9):.1%} at 5000 s")


if __name__ == "__main__":
    main()
