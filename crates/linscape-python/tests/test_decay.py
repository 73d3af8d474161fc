"""Weight decay: the same numbers as on the command line, as objects."""

import json
import pickle

import numpy as np
import pytest
from linscape import DecayedLandscape, LimitError, Problem, sweep

OPTIONS = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2".split()


@pytest.fixture(scope="module")
def problem():
    return Problem([2, 2, 2, 2], sigma=[3, 2], decay=0.5)


@pytest.fixture(scope="module")
def landscape(problem):
    return problem.landscape()


def test_the_document_is_that_of_the_command_line(problem, landscape, command_line):
    assert landscape.to_json() == command_line("dump", *OPTIONS)[1]
    assert problem.to_dict() == landscape.to_dict()["problem"]
    assert str(landscape) == command_line("report", *OPTIONS)[1]
    for nodes in ("fibers", "families"):
        text = command_line("graph", *OPTIONS, "--format", "graphml", "--nodes", nodes)[1]
        assert landscape.to_graph("graphml", nodes=nodes) == text
        assert landscape.to_networkx(nodes=nodes).number_of_nodes() == 9


def test_minima_passes_and_barriers_are_objects(landscape):
    assert [round(family.loss, 12) for family in landscape.minima] == [2.602987141954, 3.497416830736, 6.5]
    best, metastable, origin = landscape.minima
    assert (best.type, best.learned, best.passes, best.metastable) == ("global_minimum", (1, 2), (), False)
    assert (metastable.type, metastable.metastable, origin.key) == ("local_minimum", True, "∅")
    first, second = landscape.barriers
    assert (second.from_, second.to, second.at) == (((1,), ()), ((1, 2), ()), ((1,), (2,)))
    # L(+−) − L(+0) of the printed values.
    assert second.up == pytest.approx(0.015750032342, abs=1e-12)
    saddle = next(family for family in landscape.families if family.key == "{1|2}")
    assert second.height == saddle.loss and (saddle.index, saddle.nullity, saddle.coindex) == (1, 2, 9)
    assert {"fall", "grow", "swap", "exchange"} >= {edge.kind for edge in landscape.connections}
    # λ_g = (h−2)^{(h−2)/h} (h−1)^{−(2h−2)/h} σ^{(2h−2)/h} = 2^{-4/3} σ^{4/3}.
    assert landscape.thresholds[0].coexistence == pytest.approx((3 / 2) ** (4 / 3))
    assert landscape.counts["local_minima"] == 3 and len(landscape) == 9
    assert not hasattr(landscape, "greedy_path")


def test_a_landscape_with_decay_travels(landscape):
    again = pickle.loads(pickle.dumps(landscape))
    assert isinstance(again, DecayedLandscape) and again.to_json() == landscape.to_json()


@pytest.mark.parametrize("table", ["families", "fibers", "connections", "barriers", "thresholds"])
def test_frames_have_the_same_types_whatever_they_hold(landscape, table):
    other = Problem([3, 3, 3], sigma=[3, 2, 1], decay=0.5).landscape()
    assert (landscape.to_pandas(table).dtypes == other.to_pandas(table).dtypes).all()
    assert len(landscape.to_pandas(table)) == len(landscape.to_dict()[table])


def test_there_is_no_other_table(landscape):
    with pytest.raises(ValueError, match="none of families, fibers, connections, barriers, thresholds"):
        landscape.to_pandas("strata")


def test_weights_of_every_family_are_recognised(problem, landscape):
    for family in landscape.families:
        found = problem.classify(problem.represent(family, seed=3))
        assert (found.type, found.learned, found.passes) == (family.type, family.learned, family.passes)
        assert (found.index, found.agree) == (family.index, True)
        assert found.loss == pytest.approx(family.loss, rel=1e-12)
    text = problem.represent("1|2", seed=3)
    assert all(np.array_equal(a, b) for a, b in zip(text, problem.represent("{1|2}", seed=3), strict=True))
    assert problem.classify([matrix + 0.3 for matrix in text]).type == "not_critical"


def test_spectrum_and_verification(problem):
    spectrum = problem.spectrum("1|2")
    expected = [-0.4878984763, 0, 0, 1, 1, 1, 1, 1, 1, 1.4379790108, 7.1031756375, 10.4358442763]
    assert spectrum.values == pytest.approx(expected, abs=1e-9)
    assert spectrum.largest == pytest.approx(10.4358442763)
    there = problem.spectrum(weights=problem.represent("1|2", seed=2))
    assert there.values == pytest.approx(expected, abs=1e-9) and there.vectors.shape == (12, 12)
    found = problem.verify(samples=30, seed=5)
    assert (found.points, found.agreed, found.agrees) == (30, 30, True)


def test_flows_rest_at_minima(problem):
    small, large = problem.flow("aligned:0.2"), problem.flow("aligned:0.3", method="gd")
    assert (small.visits[-1].key, large.visits[-1].key) == ("{1}", "{1,2}")
    assert small.starts[0]["amplitude"] == pytest.approx(0.2)
    assert small.starts[0]["pass"] == pytest.approx(problem.landscape().barriers[0].amplitude)
    assert small.descends and small.visits[-1].subset == (1,) and not small.has_drifted
    pass_ = problem.flow("near:1|2", distance=1e-2)
    assert (pass_.visits[0].learned, pass_.visits[0].passes) == ((1,), (2,))
    found = problem.classify(large.weights)
    assert found.near["learned"] == [1, 2] and found.loss == pytest.approx(2.602987141954, abs=1e-9)


def test_units_of_the_loss():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(11, 2))
    data = Problem(hidden=[2], inputs=inputs, autoencode=True, loss="mean", decay=0.02)
    # MSELoss over 11 samples and 2 outputs: λ = wd · m · d_h / 2 = 0.22 in units of the half sum.
    half = Problem(hidden=[2], inputs=inputs, autoencode=True, decay="0.22")
    one, other = data.landscape().families[0], half.landscape().families[0]
    assert one.loss == pytest.approx(other.loss * 2 / 22) and one.learned == other.learned
    assert (data.decay["layers"], data.decay["on"]) == ([0.02, 0.02], "data")


@pytest.mark.parametrize("hidden, size", [((2,), 0.5), ((3, 3), 1.0), ((3, 3), 0.01)])
def test_a_trained_network_ends_on_the_family_that_is_named(hidden, size):
    """PyTorch's conventions: the mean over samples and outputs, and a gradient with ``weight_decay * W``."""
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(40, 3)) * [2, 1.2, 0.6]
    decay, rate, momentum = 0.05, 0.05, 0.8
    widths = (3, *hidden, 3)
    layers = [size * (np.eye(b, a) + 0.1 * rng.normal(size=(b, a))) for a, b in zip(widths, widths[1:])]
    speeds = [np.zeros_like(layer) for layer in layers]
    for _ in range(4000):
        outputs = [inputs.T]
        for layer in layers:
            outputs.append(layer @ outputs[-1])
        back = 2 / inputs.size * (outputs[-1] - inputs.T)
        for at in reversed(range(len(layers))):
            gradient = back @ outputs[at].T + decay * layers[at]
            back = layers[at].T @ back
            speeds[at] = momentum * speeds[at] + gradient
            layers[at] = layers[at] - rate * speeds[at]
    product = np.linalg.multi_dot([*layers[::-1], inputs.T])
    loss = np.mean((product - inputs.T) ** 2) + decay / 2 * sum(np.sum(layer**2) for layer in layers)
    problem = Problem(hidden=list(hidden), inputs=inputs, autoencode=True, loss="mean", decay=decay)
    found, minima = problem.classify(layers), problem.landscape().minima
    if size < 0.1:
        # Small starts learn nothing, although a minimum of higher rank is lower.
        assert (found.type, found.learned) == ("local_minimum", ()) and minima[0].learned != ()
    else:
        assert (found.type, found.learned) == ("global_minimum", minima[0].learned) and found.learned != ()
    family = next(family for family in minima if family.learned == found.learned)
    assert loss == pytest.approx(family.loss, rel=1e-8) and found.loss == pytest.approx(loss, rel=1e-8)


def test_a_problem_is_stated_again_with_another_decay(problem):
    assert Problem(problem=problem, decay=[1, 2, "1/2"]).decay["exact_layers"] == ["1", "2", "1/2"]
    assert Problem(problem=problem, decay=0).decay is None
    with pytest.raises(ValueError, match="tolerance goes without exact"):
        Problem(problem=problem, tolerance=1e-9)
    with pytest.raises(ValueError, match="give decay too"):
        Problem(problem=problem, loss="sum")


def test_refusals_are_those_of_the_command_line(problem, command_line, as_arguments):
    beside = ["--sigma", "3,2", "--widths", "2,2,2,2", "--decay", ".5,0,.5"]
    with pytest.raises(ValueError) as refused:
        Problem([2, 2, 2, 2], sigma=[3, 2], decay=[0.5, 0, 0.5])
    assert str(refused.value) == as_arguments(command_line("report", *beside)[2])
    with pytest.raises(ValueError, match="below the fold"):
        Problem([2, 2, 2, 2], sigma=[3, 2], decay=3).represent([2])
    for refuse in (
        lambda: problem.represent([1], stratum="random"),
        lambda: problem.verify(components=True),
        lambda: problem.classify(problem.represent([1]), hessian="lanczos"),
        lambda: problem.strata([1]),
        lambda: problem.learning(),
        lambda: problem.verify(exact=True),
    ):
        with pytest.raises(ValueError, match="decay"):
            refuse()
    for wrong in ([], "x", [1, 2], -1, True):
        with pytest.raises(ValueError):
            Problem([2, 2, 2, 2], sigma=[3, 2], decay=wrong)


def test_too_many_families_are_a_limit():
    problem = Problem([32] * 4, sigma=range(101, 133), decay=1)
    with pytest.raises(LimitError):
        problem.landscape()
    lowest = problem.landscape(limit=3)
    assert len(lowest) == 3 and lowest.counts["families"] == 3**32
    assert len(lowest.barriers) == 32 and len(lowest.minima) < 33


def test_a_sweep_over_decay_is_the_phase_diagram(tmp_path, problem, command_line):
    weights = tmp_path / "W.npz"
    np.savez(weights, **{f"W{at + 1}": matrix for at, matrix in enumerate(problem.represent("1|2"))})
    spec = {
        "grid": {"sigma": [[3, 2]], "widths": [[2, 2, 2, 2]], "decay": [0.5, 1.5, 2.2, 4]},
        "problems": [problem],
        "tasks": ["landscape", {"task": "verify", "samples": 9, "subset": "1|2"},
                  {"task": "classify", "weights": str(weights)}, "flow"],
    }  # fmt: skip
    rows = sweep(spec, tmp_path / "rows", client=1, progress=False).to_pandas()
    table = rows[(rows.task == "landscape") & ~rows.problem.str.contains("held")].copy()
    table["decay"] = table.problem.map(lambda text: json.loads(text)["decay"])
    table = table.sort_values("decay")
    # λ* = (σ/c_3)^{4/3} = 2.044, 1.191; λ_g = (σ/2)^{4/3} = 1.717, 1: 3 and 2 minima, then the origin.
    assert table.local_minima.tolist() == [3, 2, 1, 1]
    assert table.global_rank.tolist() == [2, 1, 0, 0]
    held = rows[rows.problem.str.contains("held")].set_index("task")
    assert held.loc["landscape", "families"] == "9" and held.loc["verify", "agreed"] == 9
    assert held.loc["classify", "type"] == "strict_saddle" and held.loc["classify", "passes"].tolist() == [2]
    assert [list(visit) for visit in held.loc["flow", "visits"]] == [[]] and held.loc["flow", "descends"]


def test_points_of_the_datas_own_weights(command_line, fixtures):
    data = {"inputs": fixtures / "linnerud-exercise.csv", "targets": fixtures / "linnerud-physiological.csv"}
    options = [*(word for name, path in data.items() for word in (f"--{name}", path)), "--center", "--hidden", "2,2", "--decay", "40"]
    problem = Problem(hidden=[2, 2], center=True, decay=40, continue_=True, **data)
    points = problem.points()
    document = json.loads(command_line("dump", *options, "--continue")[1])
    assert [point.key for point in points.points] == [point["key"] for point in document["points"]]
    assert points.completeness == "open" and len(points) == 9 and len(points.minima) >= 2
    assert [sum_["sum"] for sum_ in points.rank_sums] == [0, 0]
    assert [point.loss for point in points.points] == pytest.approx([point["loss"] for point in document["points"]])
    lowest = points.points[0]
    found = problem.classify(problem.represent(lowest.key.strip("{}"), seed=3))
    assert (found.key, found.critical, found.agree) == (lowest.key, True, True)
    with pytest.raises(ValueError, match="continue"):
        Problem(hidden=[2, 2], center=True, decay=40, **data)
    run = problem.flow("gaussian:1")
    visit = run.visits[-1]
    (end,) = [point for point in points.minima if point.key == visit.key]
    assert (visit.type, run.rests_unlisted, run.descends) == (end.type, False, True)
    assert run.final["loss"] == pytest.approx(end.loss, rel=1e-12)
    assert end.key in run.plot()._repr_svg_()
    seen = problem.trace([problem.represent(end.key.strip("{}")), run.weights])
    assert [visit.key for visit in seen.visits] == [end.key]
    with pytest.raises(ValueError, match="landscape"):
        Problem([2, 2, 2, 2], sigma=[3, 2], decay=0.5).points()


def test_biases_that_decay(fixtures):
    def stated(**biases):
        return Problem(hidden=[3], inputs=fixtures / "iris.csv", autoencode=True, center=True, decay=8, biases="all", **biases)

    free, decays = stated().landscape().families[0], stated(decay_biases=8).landscape().families[0]
    assert decays.loss == pytest.approx(free.loss, rel=1e-13)
    assert (free.nullity, decays.nullity, free.coindex, decays.coindex) == (6, 3, 25, 28)


def test_weights_with_biases_come_back_with_their_biases(fixtures):
    def stated(**options):
        return Problem(hidden=[3], inputs=fixtures / "linnerud-exercise.csv", biases="all", **options)

    words = stated(autoencode=True, decay=50)
    points = stated(targets=fixtures / "linnerud-physiological.csv", decay=5)
    for problem, key in ((words, "1"), (points, "minimum")):
        weights = problem.represent(key)
        assert sorted(weights) == ["W1", "W2", "b1", "b2"]
        found = problem.classify(weights)
        assert (found.critical, found.agree) == (True, True)
        assert problem.spectrum(weights=weights).largest == pytest.approx(found.hessian["largest"], rel=1e-9)
        run = problem.flow(init="near:" + key, until=1e-6)
        again = problem.classify(run.weights)
        assert sorted(run.weights) == sorted(weights) and again.loss == pytest.approx(found.loss, rel=1e-4)


def test_a_last_bias_decays_alone(fixtures):
    data = {"inputs": fixtures / "linnerud-exercise.csv", "targets": fixtures / "linnerud-physiological.csv"}
    free = Problem(hidden=[2], biases="last", **data)
    decays = Problem(hidden=[2], biases="last", decay_biases=5, **data)
    # The sample at the origin only adds.
    assert decays.landscape().families[0].loss > free.landscape().families[0].loss
    weights = decays.represent("1,2")
    inputs, targets = (np.loadtxt(data[name], delimiter=",", skiprows=1) for name in ("inputs", "targets"))
    mean = weights["W2"] @ weights["W1"] @ inputs.mean(axis=0) - targets.mean(axis=0)
    assert weights["b2"] == pytest.approx(-20 / 25 * mean, rel=1e-10)
    assert (decays.classify(weights).critical, free.classify(weights).critical) == (True, False)
