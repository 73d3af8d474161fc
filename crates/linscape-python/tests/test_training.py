"""Training runs from checkpoints, and watched from inside."""

import json

import linscape
import numpy as np
import pytest
from linscape import Monitor, Problem
from linscape.torch import gradient_descent_rate

SIGMA, RATE = [3, 2, 1], 0.01


@pytest.fixture(scope="module")
def run():
    """Gradient descent on widths 3-3-3-3 from small weights, every hundredth step."""
    rng = np.random.default_rng(1)
    weights = [0.02 * rng.standard_normal((3, 3)) for _ in range(3)]
    target, saved = np.diag([3.0, 2.0, 1.0]), {}
    for step in range(10_501):
        if step % 100 == 0:
            saved[step] = [w.copy() for w in weights]
        w1, w2, w3 = weights
        slope = target - w3 @ w2 @ w1
        changes = (w3 @ w2).T @ slope, w3.T @ slope @ w1.T, slope @ (w2 @ w1).T
        weights = [w + RATE * change for w, change in zip(weights, changes)]
    return saved


@pytest.fixture(scope="module")
def problem():
    return Problem([3, 3, 3, 3], sigma=SIGMA)


def test_a_run_says_the_same_in_every_form(run, problem, tmp_path):
    found = problem.trace(run, learning_rate=RATE)
    assert [visit.subset for visit in found.visits] == [(), (1,), (1, 2), (1, 2, 3)]
    assert found.order == "greedy" and found.passed_over == []
    stacks = [np.stack([weights[layer] for weights in run.values()]) for layer in range(3)]
    for step, weights in run.items():
        np.savez(tmp_path / f"step{step}.npz", **{f"W{layer}": w for layer, w in enumerate(weights, start=1)})
    same = [
        problem.trace(list(run.values()), steps=run, learning_rate=RATE),
        problem.trace(stacks, steps=run, learning_rate=RATE),
        problem.trace({f"layer.{at}": stack for at, stack in enumerate(stacks)}, steps=run, learning_rate=RATE),
        problem.trace(tmp_path / "step*.npz", learning_rate=RATE),
        problem.trace([tmp_path / f"step{step}.npz" for step in run], learning_rate=RATE),
    ]
    for other in same:
        assert other.visits == found.visits and np.array_equal(other.loss, found.loss)
        assert [row["near"] for row in other.checkpoints] == [row["near"] for row in found.checkpoints]


def test_the_command_line_says_the_same(run, problem, tmp_path, command_line):
    for step, weights in run.items():
        np.savez(tmp_path / f"step{step}.npz", **{f"W{layer}": w for layer, w in enumerate(weights, start=1)})
    code, text, _ = command_line(
        "trace", "--sigma", "3,2,1", "--widths", "3,3,3,3", tmp_path / "step*.npz", "--learning-rate", RATE,
        "--learning", "--json",
    )  # fmt: skip
    found = problem.trace(tmp_path / "step*.npz", learning_rate=RATE, learning=True)
    assert code == 0 and json.loads(text) == found.to_dict()


def test_stays_are_predicted_to_a_few_steps(run, problem):
    """From the closest checkpoint on; descent at this rate is a few per cent off the flow."""
    visits = problem.trace(run, learning_rate=RATE).visits[:-1]
    for visit in visits:
        assert visit.stay_steps == pytest.approx(visit.stay / RATE)
        assert visit.expected_steps == pytest.approx(visit.stay_steps, rel=0.05, abs=200)


def test_learning_coefficients_go_along(run, problem):
    rows = problem.trace(run, learning=True).checkpoints
    near = [row["near"]["learning_coefficient"]["lambda"] for row in rows]
    assert list(dict.fromkeys(near)) == ["3", "4", "9/2"]
    assert all(row["learning_coefficient"]["lambda"] == "9/2" for row in rows[:50])


def test_checkpoints_that_are_none_are_refused(run, problem):
    weights = run[0]
    with pytest.raises(ValueError, match="weights of one network"):
        problem.trace(weights)
    with pytest.raises(ValueError, match="steps has 1 numbers for 2 checkpoints"):
        problem.trace([weights, weights], steps=[1])
    with pytest.raises(ValueError, match="must increase, but 1 does not come after 2"):
        problem.trace([weights, weights], steps=[2, 1])
    with pytest.raises(ValueError, match="at least one checkpoint"):
        problem.trace([])
    with pytest.raises(ValueError, match="the same T"):
        problem.trace({"a": np.zeros((2, 3, 3)), "b": np.zeros((3, 3, 3)), "c": np.zeros((2, 3, 3))})
    with pytest.raises(ValueError, match="learning_rate 0"):
        problem.trace(run, learning_rate=0)


def test_a_monitor_predicts_when_each_saddle_is_left(run, problem):
    monitor = Monitor(problem, every=100, learning_rate=RATE)
    for step, weights in run.items():
        assert monitor.observe(weights, step) is monitor.history[-1]
        assert monitor.observe(weights, step + 1) is None
    visited = problem.trace(run).visits
    seen = {}
    for said in monitor.history:
        if said["visiting"]:
            seen.setdefault(said["subset"], []).append(said)
    assert list(seen) == ["∅", "{1}", "{1,2}", "{1,2,3}"]
    for said, visit in zip(seen.values(), visited[:-1]):
        assert said[0]["since"] == visit.enter == said[0]["step"]
        # A tenth of what is left, and one observation.
        assert said[0]["remaining_steps"] == pytest.approx(visit.leave - visit.enter, rel=0.1, abs=100)
    last = monitor.history[-1]
    assert (last["type"], last["modes_learned"], last["remaining_steps"]) == ("global_minimum", 3, None)
    assert (last["lambda"], last["multiplicity"], last["escape_order"]) == (4.5, 1, None)
    assert last["mode/1"] == pytest.approx(1) and last["step_limit"] == pytest.approx(2 / (3 * 3 ** (4 / 3)), rel=1e-5)
    assert all(isinstance(value, float) for value in Monitor.scalars(last).values())
    json.dumps(monitor.history)


class Tensor:
    """What PyTorch's tensors are to others: something that `detach`, `cpu` and `__array__` turn into an array."""

    def __init__(self, array):
        self.array, self.dtype, self.requires_grad = array, "torch.float32", True

    def detach(self):
        return self

    def cpu(self):
        return self

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.array, dtype=dtype)


class SGD:
    def __init__(self, **group):
        self.param_groups, self.hooks = [{"lr": RATE, **group}], []

    def register_step_post_hook(self, hook):
        self.hooks.append(hook)
        return self

    def step(self):
        for hook in self.hooks:
            hook(self, (), {})


class Network:
    def __init__(self, weights):
        self.weights = weights

    def state_dict(self):
        return {f"{2 * at}.weight": Tensor(w.astype(np.float32)) for at, w in enumerate(self.weights)}


def test_a_module_is_watched_after_the_steps_of_its_optimizer(run, problem):
    network, optimizer, logged = Network(run[0]), SGD(momentum=0.5), []
    monitor = linscape.torch.Monitor(problem, every=2)
    monitor.attach(optimizer, network, logged.append)
    for step in range(4):
        optimizer.step()
    assert [said["step"] for said in logged] == [0, 2] and logged == monitor.history
    plain = Monitor(problem, learning_rate=2 * RATE).observe(run[0], 0)
    assert logged[0]["remaining_steps"] == pytest.approx(plain["remaining_steps"], rel=1e-4)


def test_only_gradient_descent_has_a_rate():
    assert gradient_descent_rate(SGD()) == RATE
    assert gradient_descent_rate(SGD(momentum=0.9)) == pytest.approx(10 * RATE)
    assert gradient_descent_rate(SGD(momentum=0.5, dampening=0.5)) == pytest.approx(RATE)
    assert gradient_descent_rate(SGD(weight_decay=0.1)) is None
    assert gradient_descent_rate(type("Adam", (SGD,), {})()) is None
    assert gradient_descent_rate(None) is None


def test_a_monitor_of_data_watches_in_their_coordinates():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(60, 5)) * [3, 2, 1, 1, 0.5]
    problem = Problem(hidden=[4, 4], inputs=inputs, targets=inputs @ rng.normal(size=(5, 3)), loss="half-mean")
    weights = problem.flow("gaussian:0.02", until_loss=problem.landscape().families[-1].loss * 0.999).weights
    said = Monitor(problem, learning_rate=1.0).observe(weights)
    assert (said["subset"], said["visiting"], said["step_limit"]) == ("∅", True, None)
    ends = problem.flow(weights).visits[0].leave
    assert said["remaining_steps"] == pytest.approx(ends, rel=0.02)
