"""The examples run and find what they say."""

import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def run(name, *arguments):
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *map(str, arguments)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_training_on_digits_waits_at_the_saddles_of_growing_subsets(tmp_path):
    said = run("digits_plateaus.py", tmp_path)
    assert "10 plateaus over 512 families" in said and "checkpoint" in said
    picture = xml.etree.ElementTree.parse(tmp_path / "trajectory.svg").getroot()
    circles = [element.get("class") for element in picture if element.tag.endswith("circle")]
    assert circles.count("met") == 10 and circles.count(None) == 512


def test_estimates_along_training_rise_with_the_exact_learning_coefficients():
    said = run("llc_ground_truth.py", 4000)
    rows = [line.split() for line in said.splitlines()[1:5]]
    assert [row[1:4] for row in rows] == [
        ["{}", "3", "1"], ["{1}", "4", "3"], ["{1,2}", "9/2", "3"], ["{1,2,3}", "9/2", "1"]
    ]  # fmt: skip
    own, loose = ([float(row[column]) for row in rows] for column in (4, 5))
    # Where the pole is multiple an estimate lies below λ; with the true labels a saddle has none.
    assert own[1] < 4 and own[2] < 4.5 and all(value < -10 for value in loose[:3])
    assert "rise with λ: True; all within a quarter of it: True" in said


def test_the_share_of_nonstrict_strata_grows_with_depth_and_falls_with_width(tmp_path):
    said = run("nonstrict_share.py", tmp_path)
    table = [[float(cell) for cell in line.split()[1:]] for line in said.splitlines()[3:7]]
    assert table[0] == [0, 0, 0]
    assert all(
        deep > shallow for below, above in zip(table, table[1:]) for shallow, deep in zip(below, above)
    )
    assert all(narrow > wide for row in table[1:] for narrow, wide in zip(row, row[1:]))
    assert "12 landscapes, 93462 strata" in said
    assert run("nonstrict_share.py", tmp_path) == said
