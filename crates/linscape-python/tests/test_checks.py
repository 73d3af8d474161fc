"""Values, explanations and checks of a landscape."""

from fractions import Fraction

import pytest
from linscape import LimitError, Problem


def test_values_are_those_of_the_landscape():
    problem = Problem([3, 3, 3, 3], sigma=[3, 2, 1])
    every = problem.values()
    assert [value.exact_loss for value in every] == [Fraction(n, 2) for n in (0, 1, 4, 5, 9, 10, 13, 14)]
    assert [value.loss for value in problem.values(lowest=2)] == [0.0, 0.5]
    assert [value.loss for value in problem.values(highest=1)] == [7.0]
    with pytest.raises(ValueError, match="give one of lowest, highest and below"):
        problem.values(lowest=1, highest=1)
    shared = Problem([3, 3, 3], sigma=[5, 4, 3]).values()
    assert [value.multiplicity for value in shared if value.loss == 12.5] == [2]


def test_what_is_too_large_names_arguments():
    with pytest.raises(LimitError, match="use lowest K or highest K$"):
        Problem([70, 70, 70], sigma=[f"{n}.{n * n}" for n in range(1, 71)]).values()
    with pytest.raises(LimitError, match="leave all away$"):
        Problem([40, 40, 40], sigma=range(1, 41)).landscape(limit=5).to_graph("dot", all=True)


def test_theorem_and_numerics_agree_at_every_point_and_along_every_connection():
    landscape = Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape()
    check = landscape.check()
    assert (check.agree, check.undecided, check.disagree, check.disagreement) == (8, 0, 0, None)
    assert check.smallest_margin > 1e3
    found = landscape.verify_connections(all=True)
    assert found.verified > 0 and (found.failed, found.untried, found.failures) == (0, 0, ())
    with pytest.raises(ValueError, match="^epsilon 3"):
        landscape.verify_connections(epsilon=3)


def test_ranks_of_an_explanation_are_measured():
    problem = Problem([2, 2, 2, 2], sigma=[2, 1])
    stratum = list(problem.strata([1]))[-1]
    found = problem.explain([1], stratum=stratum, seed=3)
    assert found["stratum"]["id"] == stratum.id and found["measured"]["agree"]
