"""Trajectories, as the command line follows them."""

import json
import warnings

import numpy as np
import pytest
from linscape import Problem

OPTIONS = "--sigma 3,2,1 --widths 3,3,3,3".split()


@pytest.fixture(scope="module")
def problem():
    return Problem([3, 3, 3, 3], sigma=[3, 2, 1])


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (dict(init="balanced:1e-2", seed=3), "--init balanced:1e-2 --seed 3"),
        (dict(init="near:2", along="swap:2-1", until=20), "--init near:2 --along swap:2-1 --until 20"),
        (dict(init="gaussian:0.1", method="gd", step=0.02), "--init gaussian:0.1 --method gd --step 0.02"),
    ],
)
def test_a_trajectory_is_that_of_the_command_line(problem, arguments, options, command_line):
    code, said, _ = command_line("flow", *OPTIONS, *options.split(), "--json")
    assert code == 0
    trajectory = problem.flow(**arguments)
    assert trajectory.to_dict() == json.loads(said)
    assert len(trajectory.time) == len(trajectory.loss) == len(trajectory.modes)
    assert list(trajectory.to_pandas().columns) == ["time", "loss", "mode_1", "mode_2", "mode_3"]


def test_the_flow_visits_the_greedy_path_and_ends_in_the_minimum(problem):
    trajectory = problem.flow("balanced:1e-3", seed=1)
    assert [visit.subset for visit in trajectory.visits] == [(), (1,), (1, 2), (1, 2, 3)]
    assert trajectory.follows_greedy_path and trajectory.status == "finished"
    assert problem.classify(trajectory.weights).nearest["subset"] == [1, 2, 3]
    assert "{1,2}" in repr(trajectory) and "nonstrict_saddle" in trajectory._repr_html_()


def test_a_flow_starts_from_weights_of_any_form(problem, tmp_path):
    rng = np.random.default_rng(0)
    weights = [0.1 * rng.normal(size=(3, 3)) for _ in range(3)]
    np.savez(tmp_path / "W.npz", W1=weights[0], W2=weights[1], W3=weights[2])
    from_arrays = problem.flow(weights, until=5)
    from_file = problem.flow(f"file:{tmp_path / 'W.npz'}", until=5)
    from_state = problem.flow({f"{at}.weight": w for at, w in enumerate(weights)}, until=5)
    assert (from_arrays.loss == from_file.loss).all() and (from_state.loss == from_file.loss).all()


def test_the_end_of_the_steps_is_a_warning(problem):
    with pytest.warns(RuntimeWarning, match="5 steps did not reach the end; allow more by max_steps"):
        assert problem.flow(max_steps=5).status == "incomplete"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        problem.flow("balanced:0.1")


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (dict(init="small"), "--init small"),
        (dict(init="balanced:x"), "--init balanced:x"),
        (dict(distance=0.1), "--init balanced:1e-3 --distance 0.1"),
        (dict(method="euler"), "--init balanced:1e-3 --method euler"),
        (dict(method="sgd"), "--init balanced:1e-3 --method sgd"),
        (dict(step=0.1), "--init balanced:1e-3 --step 0.1"),
        (dict(init="file:none.npz"), "--init file:none.npz"),
    ],
)
def test_a_flow_is_refused_in_the_words_of_the_command_line(
    problem, arguments, options, command_line, as_arguments
):
    code, _, message = command_line("flow", *OPTIONS, *options.split())
    with pytest.raises(ValueError) as refused:
        problem.flow(**arguments)
    assert code == 2
    # The parser of the command line puts its own words around a method.
    assert str(refused.value) in as_arguments(message)


def test_a_prediction_names_the_saddles_of_the_flow_and_their_stays(problem):
    flow = problem.flow("balanced:1e-3", seed=1)
    told = problem.flow("balanced:1e-3", seed=1, predict=True, learning_rate=0.01)
    assert [visit.subset for visit in told.visits] == [visit.subset for visit in flow.visits]
    for seen, said in zip(flow.visits, told.visits):
        if seen.stay is not None:
            assert said.stay == pytest.approx(seen.stay, rel=0.05)
            assert said.stay_steps == pytest.approx(100 * said.stay)
    with pytest.raises(ValueError, match="predict goes with method bdf"):
        problem.flow(predict=True, method="gd")
