"""Problems: exact numbers, sources, and refusals in the words of the command line."""

import pickle
from decimal import Decimal
from fractions import Fraction

import linscape
import numpy as np
import pytest
from linscape import LimitError, Problem


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (3, Fraction(3)),
        (10**30, Fraction(10**30)),
        (Fraction(22, 7), Fraction(22, 7)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Decimal("1E+3"), Fraction(1000)),
        ("5/2", Fraction(5, 2)),
        (0.1, Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.int64(7), Fraction(7)),
    ],
)
def test_singular_values_stay_exact(value, exact):
    assert Problem([1, 1, 1], sigma=[value]).exact_singular_values == (exact,)


def test_arrays_of_singular_values_are_read_like_numbers():
    problem = Problem([2, 2, 2], sigma=np.array([2.5, 0.1]))
    assert problem.exact_singular_values == (Fraction(5, 2), Fraction(1, 10))
    assert problem.landscape().to_dict()["problem"]["source"]["values"] == "2.5,0.1"


REFUSED = [
    (dict(widths=[3, 3, 3], sigma=["two"]), "--sigma two --widths 3,3,3"),
    (dict(widths=[3, 3, 3], sigma=[-1]), "--sigma=-1 --widths 3,3,3"),
    (dict(widths=[3, 3, 3], sigma=["1/0"]), "--sigma 1/0 --widths 3,3,3"),
    (dict(widths=[2, 2], sigma=[1, 2, 3]), "--sigma 1,2,3 --widths 2,2"),
    (dict(widths=[3, 0, 3], sigma=[1]), "--sigma 1 --widths 3,0,3"),
    (dict(widths=[3], sigma=[1]), "--sigma 1 --widths 3"),
    (dict(widths=[3, 2.5, 3], sigma=[1]), "--sigma 1 --widths 3,2.5,3"),
    (dict(sigma=[1]), "--sigma 1"),
    (dict(hidden=[2], sigma=[1]), "--sigma 1 --hidden 2"),
    (dict(), ""),
    (
        dict(widths=[2, 2], sigma=[1], target="fixtures/target-221.csv"),
        "--sigma 1 --widths 2,2 --target fixtures/target-221.csv",
    ),
    (dict(target="fixtures/target-221.csv"), "--target fixtures/target-221.csv"),
    (dict(hidden=[2], target="none.csv"), "--target none.csv --hidden 2"),
    (dict(hidden=[2], target="fixtures/README.md"), "--target fixtures/README.md --hidden 2"),
    (dict(hidden=[2], inputs="fixtures/digits-pixels.npy"), "--inputs fixtures/digits-pixels.npy --hidden 2"),
    (dict(widths=[2, 2], sigma=[1], center=True), "--sigma 1 --widths 2,2 --center"),
    (dict(widths=[2, 2], sigma=[1], loss="total"), "--sigma 1 --widths 2,2 --loss total"),
    (dict(widths=[2, 2], sigma=[1], loss="half-mean"), "--sigma 1 --widths 2,2 --loss half-mean"),
    (dict(widths=[2, 2], sigma=[1], tolerance=2), "--sigma 1 --widths 2,2 --tolerance 2"),
    (dict(widths=[2, 2], problem="none.json"), "--problem none.json --widths 2,2"),
]


@pytest.mark.parametrize(("arguments", "options"), REFUSED)
def test_refusals_are_those_of_the_command_line(arguments, options, command_line, as_arguments):
    code, _, message = command_line("report", *options.split())
    with pytest.raises(ValueError) as refused:
        Problem(**arguments)
    assert code == 2 and str(refused.value) == as_arguments(message)


def test_an_unreadable_document_is_an_error_of_the_system():
    with pytest.raises(OSError, match="none.json: cannot be read"):
        Problem(problem="none.json")


ASKED = [
    (lambda p: p.strata([4]), "strata --subset 4"),
    (lambda p: p.strata("x"), "strata --subset x"),
    (lambda p: p.represent([1], stratum="p0"), "represent --subset 1 --stratum p0 -o W.npz"),
    (lambda p: p.represent([1], stratum="p0-1.b1-1"), "represent --subset 1 --stratum p0-1.b1-1 -o W.npz"),
    (lambda p: p.classify("none.npz"), "classify --weights none.npz"),
    (lambda p: p.classify("W.pt"), "classify --weights W.pt"),
    (lambda p: p.spectrum([1, 1]), "spectrum --subset 1,1"),
    (lambda p: p.verify([5]), "verify --subset 5"),
]


@pytest.mark.parametrize("at", range(len(ASKED)))
def test_questions_are_refused_in_the_words_of_the_command_line(at, command_line, as_arguments):
    ask, command = ASKED[at]
    code, _, message = command_line(*command.split(), "--sigma", "3,2,1", "--widths", "3,3,3,3")
    with pytest.raises(ValueError) as refused:
        ask(Problem([3, 3, 3, 3], sigma=[3, 2, 1]))
    assert code == 2 and str(refused.value) == as_arguments(message)


def test_limits_are_value_errors_too():
    with pytest.raises(ValueError, match="more than 2000"):
        Problem(hidden=[64], inputs="fixtures/digits-pixels.npy", autoencode=True).verify()
    assert issubclass(linscape.LimitError, ValueError)


def test_problems_are_pickled(fixtures):
    for problem in (
        Problem([3, 3, 3], sigma=["5/2", 1]),
        Problem(hidden=[2], target=np.array([[2.0, 0.0], [0.0, 1.0]])),
        Problem(hidden=[4], inputs=np.load(fixtures / "digits-pixels.npy"), labels=np.arange(1797) % 3),
    ):
        again = pickle.loads(pickle.dumps(problem))
        assert again.landscape().to_json() == problem.landscape().to_json()


def test_nothing_but_numpy_is_needed_to_import():
    import subprocess
    import sys

    script = """
import sys
for name in ("pandas", "networkx", "dask", "distributed", "pyarrow", "torch", "tqdm"):
    sys.modules[name] = None
import linscape
landscape = linscape.Problem([2, 2, 2], sigma=[2, 1]).landscape()
assert len(landscape) == 4 and "<table>" in landscape._repr_html_()
for call, extra in ((landscape.to_pandas, "pandas"), (landscape.to_networkx, "networkx")):
    try:
        call()
    except ImportError as error:
        assert f"linscape[{extra}]" in str(error), error
    else:
        raise SystemExit(f"{extra} was there")
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_whole_numbers_are_refused_by_the_name_of_the_argument():
    problem = Problem([2, 2, 2], sigma=[2, 1])
    for call, name in [
        (lambda: problem.landscape(limit=-1), "limit -1"),
        (lambda: problem.landscape(limit=0), "limit 0"),
        (lambda: problem.represent([1], seed=2**64), "seed 18446744073709551616"),
        (lambda: problem.verify(samples=-3), "samples -3"),
        (lambda: problem.flow(seed=-1), "seed -1"),
        (lambda: problem.classify(problem.represent([1]), seed=1.5), "seed 1.5"),
        (lambda: problem.strata([1], index=-1), "index -1"),
    ]:
        with pytest.raises(ValueError, match=f"^{name} is no whole number"):
            call()


def test_a_problem_states_a_problem_again():
    inputs = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]])
    problem = Problem(hidden=[2], inputs=inputs, autoencode=True)
    again = Problem(problem=problem, loss="mean")
    assert again.to_dict()["loss"] == "mean"
    assert (again.singular_values == problem.singular_values).all()
    assert len(again.represent([1])) == 2
    with pytest.raises(ValueError, match="problem is stated already"):
        Problem([2, 2, 2], problem=problem)


def test_messages_name_arguments():
    """What the command line calls --samples-in and --header is an argument here."""
    with pytest.raises(ValueError, match="^samples_in 'x' is none of rows, columns$"):
        Problem(hidden=[1], inputs=[[1.0, 2.0], [0.5, 1.0]], autoencode=True, samples_in="x")
    with pytest.raises(ValueError, match="^center goes with inputs$"):
        Problem([2, 2, 2], sigma=[2, 1], center=True)
    with pytest.raises(LimitError, match="list the lowest with limit K$"):
        Problem([40, 40, 40], sigma=range(1, 41)).landscape()
