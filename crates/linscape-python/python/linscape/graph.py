"""Graphs of networkx from Cytoscape's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linscape.extras import require

if TYPE_CHECKING:
    import networkx


def networkx_graph(document: dict[str, Any]) -> networkx.MultiDiGraph:
    """A multigraph with whole numbers as nodes, in the order of the document; the keys of edges are
    their positions."""
    graph = require("networkx", "networkx").MultiDiGraph(name=document["data"]["name"])
    for element in document["elements"]["nodes"]:
        fields = dict(element["data"])
        del fields["value"], fields["name"]
        graph.add_node(int(fields.pop("id")), **fields)
    for at, element in enumerate(document["elements"]["edges"]):
        fields = dict(element["data"])
        del fields["id"], fields["key"]
        greedy = "greedy" in element["classes"].split()
        source, target = int(fields.pop("source")), int(fields.pop("target"))
        graph.add_edge(source, target, key=at, greedy=greedy, **fields)
    return graph
