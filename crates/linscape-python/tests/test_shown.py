"""Every result shows itself in a notebook, and its tables have one schema whatever they hold."""

import copy
import pickle
from xml.etree import ElementTree

import linscape
import numpy as np
import pytest
from linscape import Listing, Problem, Trace, Trajectory

DEEP = Problem([2, 2, 2, 2], sigma=[2, 1])
DECAYED = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2")
#: Data whose own weights decay, where points have keys in place of words.
OWN_INPUTS = np.diag([2.0, 1.0, 0.5])
OWN = Problem(hidden=[2, 2], inputs=OWN_INPUTS, targets=OWN_INPUTS @ [[3.0], [1.0], [2.0]], decay=0.5)


def saddles(problem, *families):
    return [problem.represent(family) for family in families]


RESULTS = {
    "landscape": lambda: DEEP.landscape(),
    "families": lambda: DEEP.landscape().families,
    "some families": lambda: DEEP.landscape().families[1:3],
    "family": lambda: DEEP.landscape().families[1],
    "fibers": lambda: DEEP.landscape().fibers,
    "connections": lambda: DEEP.landscape().connections,
    "values": lambda: DEEP.values(subsets=True),
    "explanation": lambda: DEEP.explain([1]),
    "strata": lambda: DEEP.strata([1]),
    "stratum": lambda: DEEP.strata([1])[0],
    "learning": lambda: DEEP.learning(),
    "rung": lambda: DEEP.learning()[0],
    "classification": lambda: DEEP.classify(DEEP.represent([1])),
    "spectrum": lambda: DEEP.spectrum([1]),
    "flow": lambda: DEEP.flow("aligned:0.1"),
    "visits": lambda: DEEP.flow("aligned:0.1").visits,
    "trace": lambda: DEEP.trace(saddles(DEEP, [], [1])),
    "verification": lambda: DEEP.verify(),
    "proof": lambda: DEEP.verify(exact=True),
    "check": lambda: DEEP.landscape().check(),
    "connection check": lambda: DEEP.landscape().verify_connections(),
    "landscape with decay": lambda: DECAYED.landscape(),
    "barriers": lambda: DECAYED.landscape().barriers,
    "thresholds": lambda: DECAYED.landscape().thresholds,
    "classification with decay": lambda: DECAYED.classify(DECAYED.represent("1|2")),
    "flow with decay": lambda: DECAYED.flow("aligned:0.3"),
    "trace with decay": lambda: DECAYED.trace(saddles(DECAYED, "", "1|2", "1,2")),
    "verification with decay": lambda: DECAYED.verify(samples=5),
    "points": lambda: OWN.points(),
    "point": lambda: OWN.points().points[0],
    "classification at points": lambda: OWN.classify(OWN.represent("2")),
    "page": lambda: DEEP.landscape().view(),
}


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_shows_itself_and_travels(name):
    result = RESULTS[name]()
    html = result._repr_html_()
    root = ElementTree.fromstring(f"<div>{html}</div>".replace("&nbsp;", " "))
    assert len("".join(root.itertext())) > 20 or root[0].tag == "iframe"
    assert len(repr(result)) > 0
    for again in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert type(again) is type(result) and again._repr_html_() == html
        if name != "page":
            assert again == result


def test_what_is_shown_is_what_was_found():
    shown = DEEP.classify(DEEP.represent([1]))._repr_html_()
    assert "<td>nearest</td><td>subset [1], loss 0.5" in shown and "<td>type</td><td>nonstrict_saddle</td>" in shown
    assert DEEP.landscape().families._repr_html_().count("<tr>") == 5
    assert "nonstrict saddle" in DEEP.explain([1])._repr_html_() and DEEP.explain([1])["escape"]["order"] == 3
    assert isinstance(DEEP.landscape().families[:2], Listing) and DEEP.landscape().families[:2] == DEEP.landscape().families[0:2]
    # At σ = 3, 2, λ = 1/2, depth 3: minima learn nothing, mode 1, and both.
    assert "∅ → {1|2} → {1,2}" in repr(DECAYED.trace(saddles(DECAYED, "", "1|2", "1,2")))


def test_an_explanation_prints_as_the_command_line_writes_it(command_line):
    assert str(DEEP.explain([1])) == command_line("explain", "--sigma", "2,1", "--widths", "2,2,2,2", "--subset", "1")[1]


def test_runs_and_values_are_drawn_as_the_command_line_draws_them(command_line, tmp_path):
    options = "--sigma 2,1 --widths 2,2,2,2".split()
    command_line("plot", "values", *options, "-o", tmp_path / "values.svg")
    assert DEEP.plot_values().svg == (tmp_path / "values.svg").read_text(encoding="utf-8")
    with pytest.raises(linscape.LimitError):
        DEEP.plot_values(lowest=10**9)
    run = DEEP.trace(saddles(DEEP, [], [1], [1, 2]))
    assert run.plot().svg.count('class="curve"') == 2
    flow = DECAYED.flow("aligned:0.3")
    assert isinstance(run, Trace) and isinstance(flow, Trajectory)
    assert "<svg" in flow.plot().svg


def test_tables_have_one_schema_whatever_they_hold():
    """Nothing listed, nothing missing, something missing: always the same types."""
    tables = [
        [DEEP.strata([1]), DEEP.strata([1], index=7), Problem([3, 3], sigma=[3, 2, 1]).strata([1, 2, 3])],
        [DEEP.learning(), DEEP.learning(samples=100, noise=0.5), Problem([2, 2], sigma=[1]).learning()],
        [DEEP.trace(saddles(DEEP, [], [1])), DEEP.trace({0: DEEP.represent([]), 5: [100 * np.eye(2)] * 3})],
        [DECAYED.trace(saddles(DECAYED, "1")), DECAYED.trace([[np.zeros((2, 2))] * 3, [50 * np.eye(2)] * 3])],
    ]
    for results in tables:
        types = [result.to_pandas().dtypes.to_dict() for result in results]
        assert all(other == types[0] for other in types), types
    assert DEEP.strata([1]).to_pandas().loc["p0-3.b1-2", "index"] == 1
