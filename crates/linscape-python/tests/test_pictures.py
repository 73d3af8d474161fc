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


def test_every_format_is_that_of_the_command_line(command_line, tmp_path):
    picture = PROBLEM.plot()
    looks = [({}, []), ({"width": "8cm", "height": 200, "style": "print"}, ["--width", "8cm", "--height", "200", "--style", "print"])]
    for look, options in looks:
        for extension, magic in [(".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF-")]:
            path, theirs = tmp_path / f"python{extension}", tmp_path / f"terminal{extension}"
            picture.save(path, **look)
            command_line("plot", "spectrum", *OPTIONS, *options, "-o", str(theirs))
            assert path.read_bytes() == theirs.read_bytes()
            assert path.read_bytes().startswith(magic)
    assert picture.to_png(density=96) == picture.to_png(density=96)
    assert len(picture.to_png()) > len(picture.to_png(density=96))
    assert PROBLEM.landscape().to_png(density=96)[16:24] == PROBLEM.landscape().plot().to_png(density=96)[16:24]


@pytest.mark.parametrize(
    ("name", "look", "message"),
    [
        ("p.gif", {}, r"p\.gif: pictures are written as \.svg or \.png or \.pdf"),
        ("p.png", {"width": "wide"}, "'wide' is no length"),
        ("p.png", {"width": 300, "font_size": "9pt"}, "font_size"),
        ("p.png", {"style": "loud"}, "none of screen, print"),
        ("p.png", {"density": 1e6}, "too large"),
        ("p.png", {"font": __file__}, "no font"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_writes_nothing(tmp_path, name, look, message):
    with pytest.raises(ValueError, match=message):
        PROBLEM.plot().save(tmp_path / name, **look)
    assert not (tmp_path / name).exists()
    with pytest.raises(ValueError, match=r"p\.png: the page is written as \.html"):
        PROBLEM.landscape().view().save(tmp_path / "p.png")


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


def test_planes_of_escape_are_those_of_nonstrict_saddles():
    deep = Problem([2, 2, 2, 2], sigma=[2, 1])
    assert 'class="orbit"' in deep.plot_escape().svg
    assert "order 3" in deep.plot_escape([1]).svg
    with pytest.raises(ValueError, match="global minimum"):
        deep.plot_escape([1, 2])
    with pytest.raises(ValueError, match="no escape direction 9"):
        deep.plot_escape([], direction=9)


def test_pictures_of_weight_decay_are_those_of_the_command_line(command_line, tmp_path):
    options = "--sigma 3,2 --widths 2,2,2,2 --decay 1/2".split()
    landscape = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
    assert landscape.to_svg() == command_line("graph", *options, "--nodes", "families", "--format", "svg")[1]
    # Minima of rank 0, 1 and 2; passes from 0 to 1 and from 1 to 2.
    kinds = re.findall(r'class="node (\w+)" data-id', landscape.plot().svg)
    assert sorted(kinds) == ["local"] * 2 + ["minimum"] + ["pass"] * 2 + ["strict"] * 4
    for curve, picture in [("barriers", landscape.plot_barriers()), ("bifurcation", landscape.plot_bifurcation())]:
        path = tmp_path / f"{curve}.svg"
        command_line("plot", curve, *options, "-o", path)
        assert picture.svg == path.read_text(encoding="utf-8")
    command_line("view", *options, "-o", tmp_path / "view.html")
    assert landscape.view().html == (tmp_path / "view.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="no barriers"):
        Problem([2, 2, 2], sigma=[3, 2], decay=1).landscape().plot_barriers()
