"""Documents equal those of the command line, field by field."""

import json

import numpy as np
import pytest
from linscape import Problem

DIGITS = dict(inputs="fixtures/digits-pixels.npy", labels="fixtures/digits-labels.csv", center=True)
LINNERUD = dict(inputs="fixtures/linnerud-exercise.csv", targets="fixtures/linnerud-physiological.csv")

PROBLEMS = {
    "exact": (dict(widths=[3, 3, 3, 3], sigma=[3, 2, 1]), "--sigma 3,2,1 --widths 3,3,3,3"),
    "coincident": (dict(widths=[3, 3, 3, 3], sigma=[5, 4, 3]), "--sigma 5,4,3 --widths 3,3,3,3"),
    "repeated": (dict(widths=[4, 5, 4], sigma="5/2,5/2,1"), "--sigma 5/2,5/2,1 --widths 4,5,4"),
    "regression": (dict(widths=[2, 2], sigma=[2, 1]), "--sigma 2,1 --widths 2,2"),
    "nothing": (dict(widths=[2, 2, 2], sigma=[]), "--sigma 0 --widths 2,2,2"),
    "target": (
        dict(hidden=[3, 3], target="fixtures/target-543.csv"),
        "--target fixtures/target-543.csv --hidden 3,3",
    ),
    "digits": (
        dict(hidden=[32, 32], loss="mean", **DIGITS),
        "--inputs fixtures/digits-pixels.npy --labels fixtures/digits-labels.csv --center --hidden 32,32 --loss mean",
    ),
    "data": (
        dict(hidden=[3, 3], center=True, tolerance=1e-9, **LINNERUD),
        "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv "
        "--center --hidden 3,3 --tolerance 1e-9",
    ),
}


@pytest.fixture(params=PROBLEMS)
def stated(request):
    arguments, options = PROBLEMS[request.param]
    return Problem(**arguments), options.split()


def test_a_landscape_is_the_dump(stated, command_line):
    problem, options = stated
    code, dump, _ = command_line("dump", *options)
    assert code == 0
    landscape = problem.landscape()
    assert landscape.to_dict() == json.loads(dump)
    assert landscape.to_json() == dump
    assert str(landscape) == command_line("report", *options)[1]
    assert landscape.to_dict()["problem"] == problem.landscape().to_dict()["problem"]


def test_a_limit_lists_the_same_families(stated, command_line):
    problem, options = stated
    dump = json.loads(command_line("dump", *options, "--limit", 2)[1])
    assert problem.landscape(limit=2).to_dict() == dump


def test_strata_spectra_and_verification_are_those_of_the_command_line(command_line):
    problem, options = PROBLEMS["exact"]
    problem, options = Problem(**problem), options.split()
    same = lambda found, *command: (
        found.to_dict() == json.loads(command_line(*command, *options, "--json")[1])
    )  # noqa: E731
    assert same(problem.strata([1]), "strata", "--subset", 1)
    assert same(
        problem.strata([1], type="nonstrict_saddle", limit=2),
        *"strata --subset 1 --type nonstrict_saddle --limit 2".split(),
    )
    assert same(problem.strata((), components=True), "strata", "--subset=", "--components")
    assert same(problem.spectrum([1, 2]), "spectrum", "--subset", "1,2")
    assert same(problem.verify(samples=20, seed=7), *"verify --samples 20 --seed 7".split())
    assert same(problem.verify(samples=9, seed=7, exact=True), *"verify --exact --samples 9 --seed 7".split())
    counted = json.loads(command_line("strata", "--subset", 1, "--count", *options, "--json")[1])["by_type"]
    assert problem.count_strata([1]) == {name: int(count) for name, count in counted.items()}


def test_arrays_give_the_landscape_of_their_files(fixtures):
    pixels = np.load(fixtures / "digits-pixels.npy")
    labels = np.loadtxt(fixtures / "digits-labels.csv", skiprows=1, dtype=int)
    from_arrays = Problem(hidden=[32, 32], inputs=pixels, labels=labels, center=True).landscape().to_dict()
    from_files = Problem(hidden=[32, 32], **DIGITS).landscape().to_dict()
    source = from_files["problem"]["source"]
    # The csv has a header, which an array has not.
    assert source.pop("notes") == ["fixtures/digits-labels.csv: line 1 is taken as names of columns: label"]
    assert from_arrays["problem"]["source"] == {**source, "inputs": "<array>", "labels": "<array>"}
    del from_arrays["problem"]["source"], source
    del from_files["problem"]["source"]
    assert from_arrays == from_files


def test_a_dump_fed_back_is_the_same_dump():
    dump = Problem(**PROBLEMS["digits"][0]).landscape().to_dict()
    assert Problem(problem=dump).landscape().to_dict() == dump
    assert Problem(problem=json.dumps(dump).encode()).landscape().to_dict() == dump
