"""Graphs of networkx from Cytoscape's JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from linscape.extras import require

if TYPE_CHECKING:
    import networkx


def networkx_graph(document: dict[str, Any]) -> networkx.MultiDiGraph:
    """A multigraph with whole numbers as nodes, in the order of the document; the keys of edges are
    their positions. Fields are numbers, truths and texts, so that NetworkX can write the graph in any format:
    lists and objects are JSON texts, and what there is not is left away."""
    graph = require("networkx", "networkx").MultiDiGraph(name=document["data"]["name"])
    for element in document["elements"]["nodes"]:
        fields = writable(element["data"])
        del fields["value"], fields["name"]
        graph.add_node(int(fields.pop("id")), **fields)
    for at, element in enumerate(document["elements"]["edges"]):
        fields = writable(element["data"])
        del fields["id"], fields["key"]
        greedy = "greedy" in element["classes"].split()
        source, target = int(fields.pop("source")), int(fields.pop("target"))
        graph.add_edge(source, target, key=at, greedy=greedy, **fields)
    return graph


def writable(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a node or an edge as every format of NetworkX has room for them."""
    plain = {key: value for key, value in data.items() if value is not None}
    return {
        key: json.dumps(value) if isinstance(value, (list, dict)) else value for key, value in plain.items()
    }
