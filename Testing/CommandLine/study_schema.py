#!/usr/bin/env python3
"""Whether study.schema.json takes the study file of the example, and refuses what the program refuses."""
import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "Documentation/study.schema.json"


def changed(study, path, value):
    """The study with another value at a path; None removes what is there."""
    other = copy.deepcopy(study)
    *parents, name = path
    place = other
    for parent in parents:
        place = place[parent]
    if value is None:
        del place[name]
    else:
        place[name] = value
    return other


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="stem5d")
    program = parser.parse_args().program
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    validator.check_schema(validator.schema)
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)
        subprocess.run([program, "study", "--example", directory], check=True, stdout=subprocess.DEVNULL)
        study = json.loads((directory / "STUDY.json").read_text())
        wrong = (changed(study, ("data_sets", 0, "temperature"), "633 K"),
                 changed(study, ("data_sets", 0, "temperature"), None),
                 changed(study, ("data_sets", 0, "simulation"), None),
                 changed(study, ("data_sets", 0, "thickness", "zero_loss"), None),
                 changed(study, ("data_sets", 0, "exposure"), 0.0),
                 changed(study, ("data_sets",), []),
                 changed(study, ("parameters", "blurr"), 0.2),
                 changed(study, ("parameters", "estimator"), "best"),
                 changed(study, ("parameters", "time_bin"), 0),
                 changed(study, ("null_points",), 20),
                 changed(study, ("region_of_interest", "x"), [10.0]),
                 changed(study, ("published", 0, "value"), None),
                 changed(study, ("colour",), "blue"))
        failures = [f"the example: {error.message}" for error in validator.iter_errors(study)]
        for number, other in enumerate(wrong):
            file = directory / "wrong.json"
            file.write_text(json.dumps(other))
            refused = subprocess.run([program, "study", file, "-o", directory / "out"], stderr=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL).returncode != 0
            if validator.is_valid(other) or not refused:
                failures.append(f"wrong study {number} is taken by the {'program' if not refused else 'schema'}")
    print("\n".join(failures) or "The schema and the program agree.")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
