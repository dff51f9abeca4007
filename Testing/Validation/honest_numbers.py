#!/usr/bin/env python3
"""Whether the errors, halves, statistics and verdicts of `stem5d analyze` hold on series of known truth by `stem5d
simulate`. Ends with an error if a band is missed. `validate.py` asks the same of the values themselves."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np

from validate import COPULA, SERIES, SOURCE, Report, half_width, reference_analysis, spearman, write_whole

INTRODUCTION = """\
# Honest numbers

Whether the standard errors, the halves of the detector, the statistics and the verdicts of `stem5d analyze` hold on
series of known truth by `stem5d simulate`. This page is written by

    /usr/bin/python3 Testing/Validation/honest_numbers.py --write Testing/Validation/HonestNumbers.md

with the program of the release build; the test `HonestNumbers` runs some of its cases. Settings are those of
[README.md](README.md) with the stretch exponent fixed to 1 where nothing else is said.
"""


class Analysis:
    """The maps and the statistics of an analysis, and how long it took."""

    def __init__(self, directory, seconds):
        self.directory, self.seconds = directory, seconds
        self.summary = json.loads((directory / "summary.json").read_text())
        self.maps = {name: self.read(name) for name in self.summary["maps"]}
        self.statistics = {entry["name"]: entry for entry in self.summary["statistics"]}

    def read(self, name):
        return reference_analysis.read_nrrd(self.directory / f"maps/{name}.nrrd").ravel().astype(float)

    def value(self, name):
        value = self.statistics[name]["value"]
        return np.nan if value is None else value


class Experiment:
    """Simulates series and analyses them; a series is kept until the next one is made."""

    def __init__(self, program, directory, seed):
        self.program, self.directory, self.seed = program, directory, seed
        self.file, self.key = directory / "series.emd", None

    def __call__(self, *options, repetition=0, **parameters):
        parameters = {**SERIES, **parameters, "seed": self.seed + 1 + 1000 * repetition}
        key = json.dumps(parameters, sort_keys=True)
        if key != self.key:
            (self.directory / "parameters.json").write_text(key)
            self.run("simulate", "--parameters", self.directory / "parameters.json", "-o", self.file)
            self.key = key
        results = self.directory / "results"
        start = time.perf_counter()
        self.run("analyze", self.file, "-o", results, "--no-figures", "--gamma", "1", *options)
        analysis = Analysis(results, time.perf_counter() - start)
        print(f"{analysis.seconds:6.1f} s  {key} {' '.join(options)}", flush=True)
        return analysis

    def truth(self, name):
        with h5py.File(self.file) as series:
            return series[f"truth/{name}/data"][:].ravel()

    def run(self, *arguments):
        subprocess.run([self.program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def covered(values, errors, truth):
    """Whether the truth is within the error of each value; a value without an error does not have it."""
    return np.abs(values - truth) < errors


def errors_and_estimators(experiment, report, quick):
    """Errors, and generalised against ordinary least squares

    400 independent scan points each. Scatter is half of what lies between the 16th and the 84th percentile of ln tau,
    error the median of relaxation_time_error / relaxation_time; covered is the fraction of points whose tau (V) has the
    truth (the mean of V without the noise of counting, which the finite number of speckles makes 0.526 of 0.55) within
    its error. A band for coverage is 60 to 76 %.
    """
    rows = []
    for tau in (500,) if quick else (200, 500, 900, 1500, 3000):
        found = {}
        for estimator in ("ols", "gls"):
            analysis = experiment("--estimator", estimator, scanSize=[20, 20], relaxationTime=float(tau))
            times, errors = analysis.maps["relaxation_time"], analysis.maps["relaxation_time_error"]
            variance, variance_error = (analysis.maps[name] for name in ("corrected_variance",
                                                                         "corrected_variance_error"))
            inside = covered(np.log(times), errors / times, np.log(tau))
            inside_variance = covered(variance, variance_error, variance.mean())
            found[estimator] = times
            rows.append((tau, estimator, f"{np.median(times):.0f}", f"{half_width(times):.3f}",
                         f"{np.nanmedian(errors / times):.3f}", f"{inside.mean():.1%}",
                         f"{variance.std():.4f}", f"{np.median(variance_error):.4f}", f"{inside_variance.mean():.1%}"))
            if tau <= 1500:
                report.band(f"tau covered, {tau} s, {estimator}", 0.60, 0.76, np.mean, inside)
                report.band(f"median tau / true, {tau} s, {estimator}", 0.88, 1.07,
                            lambda t, true=tau: np.median(t) / true, times)
        if tau <= 1500:
            report.band(f"V covered, {tau} s", 0.60, 0.76, np.mean, inside_variance)
        report.band(f"scatter of ln tau, gls / ols, {tau} s", 0.0, 0.7 if tau <= 500 else 1.0,
                    lambda gls, ols: half_width(gls) / half_width(ols), found["gls"], found["ols"])
    report.section(errors_and_estimators, ("true tau", "estimator", "median tau", "scatter of ln tau", "error of ln tau",
                                           "covered", "scatter of V", "error of V", "covered"), rows)


def noise_of_counting(experiment, report, quick):
    """Noise of counting

    400 independent points at 200 s, gain 1 and, in the last row, 3. The gain is estimated from the series. V of a noiseless
    detector is 0.526.
    """
    rows = []
    for dose, gain in ((5, 1),) if quick else ((1, 1), (2, 1), (5, 1), (10, 1), (20, 1), (50, 1), (10, 3)):
        analysis = experiment(scanSize=[20, 20], relaxationTime=200.0, dose=float(dose), gain=float(gain))
        raw, corrected = analysis.maps["fluctuation_variance"], analysis.maps["corrected_variance"]
        estimate = analysis.summary["gain"]
        rows.append((dose, gain, f"{estimate['value']:.3f} +- {estimate['standard_error']:.3f}", f"{raw.mean():.3f}",
                     f"{corrected.mean():.3f}"))
        report.band(f"V corrected, {dose} e/pixel, gain {gain}", 0.506, 0.546, np.mean, corrected)
    report.section(noise_of_counting, ("dose", "gain", "gain found", "raw V", "corrected V"), rows)


def homogeneous_maps(experiment, report, quick):
    """Homogeneous sample, overlapping probes

    Maps of 40 x 40 points 0.16 nm apart of a sample with one relaxation time, 900 s, and one V. The correlation of the
    maps themselves shows what the paper took for physics.
    """
    columns = ("same_half.relaxation_time.corrected_variance", "cross_half.relaxation_time.corrected_variance",
               "reliability.relaxation_time", "reliability.corrected_variance")
    values, rows, established = [], [], 0
    for repetition in range(2 if quick else 8):
        analysis = experiment(scanSize=[40, 40], scanStep=0.16, repetition=1 + repetition)
        values.append([analysis.value(name) for name in columns])
        verdict = "Relaxation time: heterogeneity established" in analysis.summary["verdict"]
        established += verdict
        rows.append((repetition + 1, *(f"{value:.3f}" for value in values[-1]), "yes" if verdict else "no"))
    values = np.array(values)
    rows.append(("mean", *(f"{value:.3f}" for value in values.mean(axis=0)), f"{established} times"))
    report.band("same-half Spearman of tau and V, mean", 0.2, 1.0, np.mean, values[:, 0])
    report.band("cross-half Spearman of tau and V, mean", -0.08, 0.08, np.mean, values[:, 1])
    report.band("reliability of tau, mean", -0.08, 0.08, np.mean, values[:, 2])
    report.band("maps with a verdict of heterogeneity", 0, 1, np.max, np.array([established]))
    report.section(homogeneous_maps, ("map", "same-half", "cross-half", "reliability of tau", "reliability of V",
                                      "heterogeneity established"), rows)


def false_positives(experiment, report, quick):
    """False positives

    200 homogeneous maps of 16 x 16 points 0.16 nm apart, 900 s, and the fraction of them in which a correlation of
    independent estimates is found significant at 5 %: by 999 toroidal shifts and by the effective sample size, both
    two-sided. With 200 maps the standard error of 5 % is 1.5 %.
    """
    if quick:
        return
    cross, reliability = "cross_half.relaxation_time.corrected_variance", "reliability.relaxation_time"
    asked = {("cross-half", "shifts"): (cross, "p_value_by_shifts"),
             ("cross-half", "effective sample size"): (cross, "p_value"),
             ("reliability of tau", "effective sample size"): (reliability, "p_value")}
    found = {key: [] for key in asked}
    for repetition in range(200):
        analysis = experiment(scanSize=[16, 16], scanStep=0.16, repetition=100 + repetition)
        for key, (name, p_value) in asked.items():
            found[key].append(analysis.statistics[name][p_value] < 0.05)
    for (quantity, test), positives in found.items():
        report.band(f"false positives of {quantity} by {test}", 0.02, 0.09, np.mean, np.array(positives))
    report.section(false_positives, ("correlation", "test", "significant at 5 %"),
                   [(*key, f"{np.mean(positives):.1%}") for key, positives in found.items()])


def guard_band(experiment, report, quick):
    """Guard band between the halves

    1200 independent points of the homogeneous sample, 900 s, and 1200 of a heterogeneous one (the copula of README.md),
    with strips of a width in neither half. A speckle is 0.7 1/nm wide, and one on the border of the halves is in both,
    so that their estimates agree a little for no reason of the sample: by a few hundredths, which is as much as the
    error of a large map. Half a speckle takes most of that away and costs a twentieth of the reliability; more costs
    more and gains little. It is the default.
    """
    if quick:
        return
    names = ("cross_half.relaxation_time.corrected_variance", "reliability.relaxation_time",
             "reliability.corrected_variance")
    rows = []
    for sample, parameters in (("homogeneous", {}), ("heterogeneous", {"heterogeneity": COPULA})):
        for width in (0.0, 0.35, 0.7, 1.4):
            analysis = experiment("--guard-band", str(width), scanSize=[40, 30], repetition=20, **parameters)
            cells = [analysis.statistics[name] for name in names]
            rows.append((sample, width, *(f"{cell['value']:.3f} +- {cell['standard_error']:.3f}" for cell in cells)))
            if sample == "homogeneous" and width == 0.35:
                report.band("cross-half, 1200 independent points", -0.04, 0.04, np.max, np.array([cells[0]["value"]]))
    report.section(guard_band, ("sample", "guard band in 1/nm", "cross-half", "reliability of tau", "reliability of V"),
                   rows)


def heterogeneous_sample(experiment, report, quick):
    """Heterogeneous sample

    2000 independent points; relaxation time and V by the copula of README.md with a Spearman correlation of 0.41. The
    truth is that of the points drawn. The reliability of tau is that of generalised least squares: a half has half of
    the speckles, so that its variance is 2 s^2 where s is the scatter of a homogeneous sample, and of 0.6^2 between the
    points, clipped, 0.36 / (0.36 + 2 s^2) is left: 0.5 with the 0.41 of ordinary least squares, and 0.68 with their 0.29.
    """
    if quick:
        return
    rows = []
    for estimator in ("ols", "gls"):
        analysis = experiment("--estimator", estimator, scanSize=[50, 40], repetition=30,
                              heterogeneity={**COPULA, "rankCorrelation": 0.41})
        truth = spearman(experiment.truth("relaxation_time"), experiment.truth("contrast"))
        cells = [analysis.statistics[name] for name in (
            "same_half.relaxation_time.corrected_variance", "cross_half.relaxation_time.corrected_variance",
            "disattenuated.relaxation_time.corrected_variance", "reliability.relaxation_time",
            "reliability.corrected_variance")]
        rows.append((estimator, f"{truth:.3f}", *("not given" if cell["value"] is None else
                                                  f"{cell['value']:.3f} +- {cell['standard_error']:.3f}" for cell in cells)))
        disattenuated = analysis.value("disattenuated.relaxation_time.corrected_variance")
        report.band(f"disattenuated correlation - truth, {estimator}", -0.08, 0.08, np.max,
                    np.array([disattenuated - truth]))
        report.band(f"reliability of tau, {estimator}", 0.6 if estimator == "gls" else 0.42,
                    1.0 if estimator == "gls" else 0.58, np.max,
                    np.array([analysis.value("reliability.relaxation_time")]))
    report.section(heterogeneous_sample, ("estimator", "truth", "same-half", "cross-half", "disattenuated",
                                          "reliability of tau", "reliability of V"), rows)


def cost(experiment, report, quick):
    """Cost

    Seconds of `stem5d analyze` on 1200 points in the file cache, the better of three runs, and the ratio to the plain
    analysis: no sectors, no halves, ordinary least squares.
    """
    if quick:
        return
    plain = ("--sectors", "0", "--no-halves")
    cases = [("plain", plain), ("sectors", ("--no-halves",)), ("sectors and halves", ()),
             ("sectors, halves and gls", ("--estimator", "gls"))]
    seconds = {name: min(experiment(*options, scanSize=[40, 30], repetition=20).summary["run"]["wall_time"]
                         for _ in range(3)) for name, options in cases}
    rows = [(name, f"{time:.2f}", f"{time / seconds['plain']:.2f}") for name, time in seconds.items()]
    report.section(cost, ("analysis", "seconds", "ratio"), rows)


SECTIONS = (errors_and_estimators, noise_of_counting, homogeneous_maps, false_positives, guard_band,
            heterogeneous_sample, cost)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, default=SOURCE / "build/release/bin/stem5d",
                        help="stem5d (default: that of the release build)")
    parser.add_argument("--quick", action="store_true", help="fewer cases")
    parser.add_argument("--seed", type=int, default=0, help="for other random numbers (default: 0)")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE", help="write the report")
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as directory:
        experiment = Experiment(options.program, pathlib.Path(directory), options.seed)
        for section in SECTIONS:
            section(experiment, report, options.quick)
    print(report)
    if options.write:
        write_whole(options.write, f"{INTRODUCTION}\n{report}".encode())
    if report.missed:
        sys.exit("Missed: " + "; ".join(report.missed))


if __name__ == "__main__":
    main()
