"""Tables and graphs of a landscape."""

import copy
import json
import math
import pickle
from fractions import Fraction

import networkx
import pytest
from linscape import LimitError, Problem

OPTIONS = "--sigma 5,4,3 --widths 3,3,3,3".split()


@pytest.fixture(scope="module")
def landscape():
    return Problem([3, 3, 3, 3], sigma=[5, 4, 3]).landscape()


def test_families_are_attributes(landscape):
    family = landscape.families[1]
    assert (family.id, family.subset, family.loss, family.exact_loss) == (1, (1, 2), 4.5, Fraction(9, 2))
    assert family.type == "nonstrict_saddle" and family.escape_order == 3 and family.strata == 4
    assert family.to_dict() == landscape.to_dict()["families"][1]
    assert landscape.fibers[3].families == (3, 4)
    learn = landscape.connections[0]
    assert (learn.from_, learn.to, learn.kind) == (1, 0, "learn")
    assert landscape.counts["nonstrict"] == 3 and len(landscape) == 8


def test_what_is_returned_may_be_changed(landscape):
    landscape.to_dict()["families"].clear()
    landscape.families[0].to_dict().clear()
    assert len(landscape.to_dict()["families"]) == 8 and landscape.families[0].id == 0


def plain(value):
    """A cell of a frame as the dump has it: null where there is none, objects out of their JSON."""
    if type(value).__name__ == "NAType" or isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str) and value[0] in "[{":
        return json.loads(value)
    return value.tolist() if hasattr(value, "tolist") else value


@pytest.mark.parametrize("table", ["families", "fibers", "connections"])
def test_a_frame_holds_the_rows_of_the_dump(landscape, table):
    rows = landscape.to_dict()[table]
    frame = landscape.to_pandas(table)
    if table != "connections":
        frame = frame.reset_index()
    assert [{name: plain(value) for name, value in row.items()} for row in frame.to_dict("records")] == rows


def test_there_is_no_other_table(landscape):
    with pytest.raises(ValueError, match="none of families, fibers, connections"):
        landscape.to_pandas("family")


@pytest.mark.parametrize("nodes", ["fibers", "families"])
@pytest.mark.parametrize("all", [False, True])
def test_a_graph_is_that_of_the_command_line(landscape, command_line, nodes, all):
    graph = landscape.to_networkx(nodes=nodes, all=all)
    options = ["--nodes", nodes, *(["--all"] if all else [])]
    text = command_line("graph", *OPTIONS, "--format", "graphml", *options)[1]
    assert landscape.to_graph("graphml", nodes=nodes, all=all) == text
    peer = networkx.parse_graphml(text, force_multigraph=True)
    number = {name: fields["landscape_id"] for name, fields in peer.nodes(data=True)}
    assert sorted(number.values()) == sorted(graph.nodes)
    assert [fields["loss"] for _, fields in peer.nodes(data=True)] == [
        f["loss"] for _, f in graph.nodes(data=True)
    ]
    ends = sorted((number[a], number[b], f["kind"], f["loss_drop"]) for a, b, f in peer.edges(data=True))
    assert ends == sorted((a, b, f["kind"], f["loss_drop"]) for a, b, f in graph.edges(data=True))
    cytoscape = json.loads(command_line("graph", *OPTIONS, "--format", "cytoscape", *options)[1])
    for element in cytoscape["elements"]["nodes"]:
        # `id`, `name` and `value` are what Cytoscape's own readers look for.
        own = {"id", "name", "value"}
        fields = {key: value for key, value in element["data"].items() if key not in own}
        texts = {key: json.dumps(value) for key, value in fields.items() if isinstance(value, (list, dict))}
        known = {key: value for key, value in (fields | texts).items() if value is not None}
        assert graph.nodes[int(element["data"]["id"])] == known


@pytest.mark.parametrize("nodes", ["fibers", "families"])
@pytest.mark.parametrize("write", [networkx.write_graphml, networkx.write_gexf, networkx.write_gml])
def test_networkx_writes_the_graph(landscape, tmp_path, nodes, write):
    write(landscape.to_networkx(nodes=nodes, all=True), tmp_path / "graph")
    assert (tmp_path / "graph").stat().st_size > 1000


def test_equal_problems_have_equal_landscapes(landscape):
    assert landscape == Problem([3, 3, 3, 3], sigma=[5, 4, 3]).landscape()
    assert landscape != Problem([3, 3, 3, 3], sigma=[5, 4, 2]).landscape()
    assert landscape != landscape.to_dict()


def test_notebooks_see_a_table(landscape):
    html = landscape._repr_html_()
    assert html.count("<tr>") == 9 and "nonstrict saddle" in html and "{1, 2}" in html
    assert repr(landscape) == "<Landscape of 8 families: 4 strict, 3 nonstrict saddles>"


def test_too_many_families_are_a_limit(command_line, as_arguments):
    problem = Problem([20, 20, 20], sigma=range(1, 21))
    options = ["--sigma", ",".join(map(str, range(1, 21))), "--widths", "20,20,20"]
    code, _, message = command_line("dump", *options)
    with pytest.raises(LimitError) as refused:
        problem.landscape()
    assert code == 3 and str(refused.value) == as_arguments(message)
    # Five lowest, of which three are on the greedy path of 21.
    assert len(problem.landscape(limit=5)) == 23


def test_a_landscape_travels():
    landscape = Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape(limit=4)
    assert copy.copy(landscape) is landscape and copy.deepcopy(landscape) is landscape
    assert pickle.loads(pickle.dumps(landscape)).to_json() == landscape.to_json()


def test_tables_of_any_two_landscapes_have_the_same_types():
    one = Problem([2, 2], sigma=[2, 1]).landscape()
    other = Problem(hidden=[3, 3], target=[[3.0, 1.0], [0.0, 2.0]]).landscape()
    for table in ("families", "fibers", "connections"):
        assert (one.to_pandas(table).dtypes == other.to_pandas(table).dtypes).all(), table


def test_networkx_reads_the_file_of_cytoscape():
    landscape = Problem([3, 3, 3], sigma=[5, 4, 3]).landscape()
    graph = networkx.cytoscape_graph(json.loads(landscape.to_graph("cytoscape")))
    ours = landscape.to_networkx()
    assert graph.number_of_nodes() == ours.number_of_nodes()
    assert graph.number_of_edges() == ours.number_of_edges()
    assert graph.is_directed() and graph.is_multigraph()
