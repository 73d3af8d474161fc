"""What a notebook shows."""

import html
import re

import pytest
from linscape import Problem

PROBLEM = Problem([3, 3, 3, 3], sigma=[5, 4, 3])
OPTIONS = "--sigma 5,4,3 --widths 3,3,3,3".split()


def test_the_diagram_is_that_of_the_command_line(command_line, tmp_path):
    landscape = PROBLEM.landscape()
    for nodes in ["families", "fibers"]:
        text = command_line("graph", *OPTIONS, "--nodes", nodes, "--format", "svg")[1]
        assert landscape.to_svg(nodes) == text == landscape.plot(nodes)._repr_svg_()
    landscape.plot().save(tmp_path / "landscape.svg")
    assert (tmp_path / "landscape.svg").read_text(encoding="utf-8") == landscape.to_svg()
    with pytest.raises(ValueError, match=r"landscape\.png: pictures from Python are written as \.svg"):
        landscape.plot().save("landscape.png")


def test_the_page_is_that_of_the_command_line_in_a_frame(command_line):
    page = PROBLEM.landscape().view()
    assert page.html == command_line("view", *OPTIONS, "-o", "-")[1]
    frame = re.fullmatch(r'<iframe srcdoc="([^"]*)" style="[^"]*" title="Loss landscape"></iframe>', page._repr_html_())
    assert html.unescape(frame.group(1)) == page.html
    trajectory = PROBLEM.flow("aligned:0.1")
    assert len(PROBLEM.landscape().view(trajectory).html) > len(page.html)


def test_plots_show_what_was_computed():
    assert PROBLEM.flow("aligned:0.1").plot().svg.count('class="curve"') == 3
    assert "<svg" in PROBLEM.spectrum([1]).plot().svg
    assert PROBLEM.plot().svg.count('class="mark"') == 3
    surface = PROBLEM.plot_surface([1, 2], learned=[3])
    assert surface.svg.count('class="node minimum"') == 1
    with pytest.raises(ValueError, match="mode 4"):
        PROBLEM.plot_surface([1, 4])


def test_a_landscape_with_decay_has_no_diagram():
    decayed = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
    if hasattr(decayed, "plot"):
        with pytest.raises(ValueError, match="decay"):
            decayed.plot()
