#!/usr/bin/env python3
"""Whether the numbers that `stem5d study` reports of its simulated example hold the truth of the sample. Ends with an
error if a band is missed. `validate.py` and `honest_numbers.py` ask the same of single series."""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np
from scipy.optimize import least_squares
from scipy.special import j1

from validate import SOURCE, Report, reference_analysis, spearman, write_whole

INTRODUCTION = """\
# The simulated study

Whether the numbers that `stem5d study` reports of its simulated example hold the truth. This page is written by

    /usr/bin/python3 Testing/Validation/study_truth.py --write Testing/Validation/Study.md

with the program of the release build and the size of the paper (`--scan C R` takes another); the test `StudyTruth` does
the same for two temperatures of a small scan.
"""

FRAMES = 106  # of a simulation, unless it says otherwise
TIME_BIN = 2  # of the analysis
ENERGY = 97.0  # kJ/mol
APERTURE = 0.638  # 1/nm, of the probe
LAST_THICKNESS = 50.0  # nm, of the wedge at the last column
SMALL_SCAN = (120, 4)


class Study:
    """The example of `stem5d study`, carried out."""

    def __init__(self, program, directory, scan, quick, nulls):
        self.program, self.directory = program, directory
        self.run("study", "--example", directory, *(("--scan", *scan) if scan else ("--full",)))
        self.file = directory / "STUDY.json"
        self.settings = json.loads(self.file.read_text())
        if quick:
            self.settings["null_points"] = 100
            self.settings["data_sets"] = self.settings["data_sets"][::4]
        if nulls is not None:
            self.settings["null_realisations"] = nulls
        self.file.write_text(json.dumps(self.settings))
        cost = directory / "cost.json"  # of the whole study, which may be there already
        start = time.perf_counter()
        self.run("study", self.file, "-o", directory / "results", *(("--no-figures",) if quick else ()))
        if not cost.exists():
            cost.write_text(json.dumps({"seconds": time.perf_counter() - start,
                                        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}))  # MB
        self.cost = json.loads(cost.read_text())
        self.summary = json.loads((directory / "results/summary.json").read_text())

    def run(self, *arguments):
        subprocess.run([self.program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

    def number(self, name, temperature=None):
        """Value and standard error."""
        entry, = (n for n in self.summary["numbers"] if (n["name"], n["temperature"]) == (name, temperature))
        return tuple(np.nan if entry[key] is None else entry[key] for key in ("value", "standard_error"))

    def length_of_probe(self, temperature):
        four_point = self.directory / f"results/sets/{temperature}K/four_point.json"
        return probe_length(np.array(json.loads(four_point.read_text())["length"]))

    def truth(self, data_set):
        """What a study without noise would find at the points of the region of interest.

        The dynamics are those under the probe, g1^2 of the simulation's truth, at the delays that the analysis fits. They
        depend on the sample and not on the patterns, of which as few as may be are simulated."""
        simulation = data_set["simulation"]
        delays = simulation.get("frames", FRAMES) // TIME_BIN // 2
        parameters, file = self.directory / "parameters.json", self.directory / "truth.emd"
        parameters.write_text(json.dumps({**simulation, "frames": delays + 1,
                                          "framePeriod": TIME_BIN * simulation["framePeriod"]}))
        self.run("simulate", "--parameters", parameters, "-o", file)
        first = int(np.ceil(self.settings["region_of_interest"]["x"][0] / simulation["scanStep"] - 1e-6))
        with h5py.File(file) as series:
            maps = {name: series[f"truth/{name}/data"][:, first:] for name in ("relaxation_time", "contrast",
                                                                               "squared_correlation")}
        file.unlink()
        variance = maps["contrast"].ravel()
        curves = maps["squared_correlation"].reshape(variance.size, -1)[:, 1:].astype(float)
        time = TIME_BIN * simulation["framePeriod"] * np.arange(1, delays + 1)
        tau = np.array([kww(time, curve, maps["relaxation_time"].mean(), fixed=True)[1] for curve in curves])
        gamma = np.array([kww(time, curve, start, fixed=False)[2] for curve, start in zip(curves, tau)])
        true = {"unbiased_mean_relaxation_time": tau.mean(), "unbiased_mean_variance": variance.mean(),
                "unbiased_mean_stretch_exponent": gamma.mean(), "disattenuated_tau_variance": spearman(tau, variance),
                "unbiased_two_point_length": self.length_of_probe(data_set["temperature"])}
        drawn = {"unbiased_mean_relaxation_time": maps["relaxation_time"].mean(), "unbiased_mean_stretch_exponent": 1.0}
        return true, {**true, **drawn}, np.exp(np.log(tau).mean())


def kww(time, curve, start, fixed):
    """Contrast, relaxation time and stretch exponent by least squares, the exponent 1 or free."""
    def model(p):
        return p[0] * np.exp(-2.0 * (time / np.exp(p[1])) ** (1.0 if fixed else p[2]))
    found = least_squares(lambda p: model(p) - curve, [1.0, np.log(start), 1.0][:2 if fixed else 3]).x
    return found[0], np.exp(found[1]), 1.0 if fixed else found[2]


def probe_length(lengths):
    """The length of the separable form, by least squares, of what the overlap of probes alone gives at these lengths."""
    u = 2.0 * np.pi * APERTURE * np.maximum(lengths, 1e-9)
    overlap = (2.0 * j1(u) / u) ** 2
    return least_squares(lambda p: p[0] * np.exp(-2.0 * (lengths / p[1]) ** p[2]) - overlap, [1.0, 0.6, 2.0]).x[1]


def energy(temperatures, times):
    """Of the straight line of ln tau on 1/T, in kJ/mol."""
    return 8.31446261815324e-3 * np.polyfit(1.0 / np.array(temperatures), np.log(times), 1)[0]


def numbers(study, report):
    """Numbers

    Set is what the sample was drawn from, drawn what was drawn for the points of the region of interest: of a scan of
    some 10 nm there are few independent points to draw. True is what a study without noise would find: the fits of the
    study, to the decay that the probe averages at every point, without noise. Every scatterer has a stretch exponent of
    1; under a probe are scatterers of several relaxation times, whose decays add up to a stretched one, and a fit with
    the exponent fixed gives the faster of them more weight than their mean does. Distance is that of found and true, in
    standard errors. Of numbers that hold, one of twenty is more than 2 off.

    The five scans show the same part of the sample. The error of the activation energy takes them for independent parts
    of a material, that of the region's does not.

    The length of G2 is without what the finite number of speckles in the annulus takes away, 1 %
    (Filters/Dynamics/AnnulusSpeckle.h); the true one is fitted to the overlap of probes at the same distances, 0.645 nm
    where it is 0.646 nm at those along a line.
    """
    rows = []
    distances = []
    cross_halves = []
    times = {"activation_energy": [], "activation_energy_of_means": []}
    temperatures = [data_set["temperature"] for data_set in study.settings["data_sets"]]
    published = {(n["number"], n.get("temperature")): n["value"] for n in study.settings["published"]}

    def add(name, temperature, drawn, true):
        value, error = study.number(name, temperature)
        distance = (value - true) / error
        known = np.isfinite(distance)
        rows.append((name, f"{temperature} K" if temperature else "all",
                     f"{published.get((name, temperature), np.nan):.4g}", f"{drawn:.4g}", f"{true:.4g}",
                     f"{value:.4g} +- {error:.2g}" if known else "not given", f"{distance:.1f}" if known else "-"))
        return [distance] if known else []

    for data_set, temperature in zip(study.settings["data_sets"], temperatures):
        true, drawn, geometric_mean = study.truth(data_set)
        for name in true:
            distances += add(name, temperature, drawn[name], true[name])
        times["activation_energy"].append(geometric_mean)
        times["activation_energy_of_means"].append(true["unbiased_mean_relaxation_time"])
        correlations = ("correlation_tau_variance", "cross_half_tau_variance", "disattenuated_tau_variance")
        cross_halves.append((f"{temperature} K",
                             *("{:.2f} +- {:.2f}".format(*study.number(name, temperature)) for name in correlations)))
    distances += add("activation_energy", None, ENERGY, energy(temperatures, times["activation_energy"]))
    distances += add("activation_energy_of_region", None, ENERGY, energy(temperatures, times["activation_energy"]))
    add("activation_energy_of_means", None, ENERGY, energy(temperatures, times["activation_energy_of_means"]))
    report.section(numbers, ("number", "temperature", "set", "drawn", "true", "found", "distance"), rows)
    report.section(halves, ("temperature", "same half", "across halves", "corrected"), cross_halves)
    return np.array(distances)


def whether_the_file_holds_the_same(study):
    """The numbers and a map of the one HDF5 file, beside summary.json and the map's own file; and the thickness."""
    results = study.directory / "results"
    described = study.summary["numbers"]
    with h5py.File(results / "results.h5") as file:
        same = [name.decode() for name in file["numbers/name"][:]] == [number["name"] for number in described]
        for column, key in (("value", "value"), ("standard_error", "standard_error"), ("temperature", "temperature")):
            expected = np.array([np.nan if number[key] is None else number[key] for number in described])
            same &= np.array_equal(file[f"numbers/{column}"][:], expected, equal_nan=True)
        for name, data_set in file["sets"].items():
            stored = reference_analysis.read_nrrd(results / f"sets/{name}/gamma_free/maps/stretch_exponent.nrrd")
            found = data_set["gamma_free/maps/stretch_exponent"]
            same &= np.array_equal(found[:], stored, equal_nan=True) and found.attrs["axes"] == "y x"
            thickness = data_set["thickness"][:]
            same &= abs(np.mean(thickness[:, -1]) - LAST_THICKNESS) < 0.5
            same &= data_set["four_point/G4"].shape == (*data_set["four_point/length"].shape,
                                                        *data_set["four_point/delay"].shape)
    return float(same)


def halves(_):
    """Spearman's correlation of relaxation time and V

    From the same speckles, from different halves of the detector, and that corrected for the noise of the estimates.
    """


def cost(study, report):
    """Cost

    With everything: simulations of the series, of homogeneous samples and of independent points, and figures.
    """
    nulls = study.settings.get("null_realisations", "default")
    scan = study.settings["data_sets"][0]["simulation"]["scanSize"]
    report.section(cost, ("data sets", "scan points", "homogeneous samples of each", "minutes", "peak memory (MB)"),
                   [(len(study.settings["data_sets"]), f"{scan[0]} x {scan[1]}", nulls,
                     f"{study.cost['seconds'] / 60:.1f}",
                     f"{study.cost['peak']:.0f}")])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, default=SOURCE / "build/release/bin/stem5d",
                        help="stem5d (default: that of the release build)")
    parser.add_argument("--quick", action="store_true", help="two temperatures of a small scan, no null models")
    parser.add_argument("--scan", type=int, nargs=2, metavar=("C", "R"), help="scan points (default: the paper's)")
    parser.add_argument("--nulls", type=int, metavar="N",
                        help="homogeneous simulations of each temperature, on which no true number depends")
    parser.add_argument("--study", type=pathlib.Path, metavar="DIR",
                        help="keep the study here; what is done of it there is not done again")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE", help="write the report")
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as temporary:
        scan = options.scan or (SMALL_SCAN if options.quick else None)
        nulls = 0 if options.quick else options.nulls
        study = Study(options.program, options.study or pathlib.Path(temporary), scan, options.quick, nulls)
        distances = numbers(study, report)
        cost(study, report)
        is_same = whether_the_file_holds_the_same(study)
    report.band("largest distance of found and true, in standard errors", 0.0, 3.0, np.max, np.abs(distances))
    report.band("results.h5 holds the same (1: yes)", 1.0, 1.0, np.max, np.array([is_same]))
    report.band("share of numbers within 2 standard errors", 0.85, 1.0, np.mean, np.abs(distances) <= 2.0)
    if not options.quick:
        report.band("activation energy (kJ/mol)", ENERGY - 12.0, ENERGY + 12.0, np.max,
                    np.array([study.number("activation_energy")[0]]))
    print(report)
    if options.write:
        write_whole(options.write, f"{INTRODUCTION}\n{report}".encode())
    if report.missed:
        sys.exit("Missed: " + "; ".join(report.missed))


if __name__ == "__main__":
    main()
