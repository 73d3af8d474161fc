#!/usr/bin/python3
"""Open the graph files with the programs they are meant for and hold them against the dump.

    /usr/bin/python3 scripts/check_graph_files.py BINARY [DIRECTORY]

For every problem below, `linscape dump` says which nodes and connections there are; `linscape graph`
then writes each format, nodes being fibers or families, covers only or `--all`. Graphviz must lay
the dot file out, NetworkX must read the GraphML and the GEXF, the Cytoscape JSON must parse, each with
exactly those nodes and edges (parallel ones kept) and each node and edge with the dump's fields.
The files are left in DIRECTORY when one is named.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import product
from pathlib import Path

import networkx

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

PROBLEMS = {
    "321": ["--target", "target-321.csv", "--hidden", "3,3"],
    "221": ["--target", "target-221.csv", "--hidden", "3,3"],
    "320": ["--target", "target-320.csv", "--hidden", "3"],
    "543": ["--target", "target-543.csv", "--hidden", "3,3"],
    "exact": ["--sigma", "5,4,3", "--widths", "3,3,3,3"],
    "deficient": ["--inputs", "deficient-inputs.csv", "--targets", "deficient-targets.csv", "--hidden", "3,3"],
    "hierarchy": ["--inputs", "hierarchy-inputs.csv", "--targets", "hierarchy-targets.csv", "--hidden", "5,5"],
    "linnerud": ["--inputs", "linnerud-exercise.csv", "--targets", "linnerud-physiological.csv", "--hidden", "2"],
    "digits": ["--inputs", "digits-pixels.npy", "--labels", "digits-labels.csv", "--hidden", "32,32"],
    "one family": ["--sigma", "0", "--widths", "2,1,2"],
}
# Problems that are known to have parallel edges between fibers; the others cannot test them.
PARALLEL = {"543", "exact", "deficient"}
# All 16,640 connections of the digits keep Graphviz busy for minutes; their 2,816 covers for a second.
COVERS_ONLY = {"digits"}

# Beside the id, which some formats keep as the node's own name (`3`, `n3`) and not as an attribute.
FAMILY_FIELDS = ["subset", "counts", "rank", "loss", "type", "index", "nullity", "coindex", "escape_order", "rate", "fiber"]
FIBER_FIELDS = ["loss", "families"]
EDGE_FIELDS = ["kind", "learned", "dropped", "loss_drop", "escape_order", "rate", "cover"]


class Mismatch(Exception):
    """What a graph file has that the dump has not, or the reverse."""


def run(*command):
    done = subprocess.run(command, cwd=FIXTURES, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise Mismatch(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def expected(dump, nodes, scope):
    """The nodes as {id: record} and the edges as [(from, to, record)] that the dump promises."""
    families = {family["id"]: family for family in dump["families"]}
    records = families if nodes == "families" else {fiber["id"]: fiber for fiber in dump["fibers"]}
    end = (lambda family: family) if nodes == "families" else (lambda family: families[family]["fiber"])
    edges = [
        (end(connection["from"]), end(connection["to"]), connection)
        for connection in dump["connections"]
        if scope == "all" or connection["cover"]
    ]
    return records, edges


def number(name):
    """The number in a node's name."""
    return int(re.search(r"\d+", str(name)).group())


def same(field, wanted, got):
    """Whether a field of a file equals the dump's, whatever type the format left it with."""
    if wanted is None:
        return got in (None, "")
    if isinstance(wanted, bool):
        return str(got).lower() == str(wanted).lower()
    if isinstance(wanted, list):  # Graphviz forgets empty texts
        members = got if isinstance(got, list) else re.findall(r"\d+", got or "")
        return [int(member) for member in members] == wanted
    if got is None:
        return False
    if isinstance(wanted, (int, float)):
        return float(got) == wanted
    return got == wanted


def compare(records, edges, found_nodes, found_edges, nodes):
    """Hold the nodes {key: attributes} and edges [(key, key, attributes)] of a file against the dump."""
    if len(found_nodes) != len(records):
        raise Mismatch(f"{len(found_nodes)} nodes, the dump has {len(records)}")
    if len(found_edges) != len(edges):
        raise Mismatch(f"{len(found_edges)} edges, the dump has {len(edges)}")
    node_fields = FAMILY_FIELDS if nodes == "families" else FIBER_FIELDS
    identity = {key: number(attributes.get("landscape_id", attributes.get("id", key))) for key, attributes in found_nodes.items()}
    if set(identity.values()) != set(records):
        raise Mismatch(f"node ids {sorted(identity.values())}, the dump has {sorted(records)}")
    for key, attributes in found_nodes.items():
        record = records[identity[key]]
        for field in node_fields:
            if not same(field, record[field], attributes.get(field)):
                raise Mismatch(f"node {identity[key]}: {field} is {attributes.get(field)!r}, the dump says {record[field]!r}")
    wanted = {}
    for source, target, record in edges:
        wanted.setdefault((source, target), []).append(record)
    for source, target, attributes in found_edges:
        candidates = wanted.get((identity[source], identity[target]), [])
        for record in candidates:
            if all(same(field, record[field], attributes.get(field)) for field in EDGE_FIELDS):
                candidates.remove(record)
                break
        else:
            raise Mismatch(f"edge {identity[source]} -> {identity[target]} with {attributes} is not in the dump: {candidates}")


def read_networkx(graph):
    if not graph.is_directed():
        raise Mismatch("the graph is not directed")
    return dict(graph.nodes(data=True)), list(graph.edges(data=True))


def read_graphml(path):
    graph = networkx.read_graphml(path, force_multigraph=True)
    return read_networkx(graph)


def read_gexf(path):
    return read_networkx(networkx.read_gexf(path))


def read_cytoscape(path):
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    found = {node["data"]["id"]: node["data"] for node in elements["nodes"]}
    return found, [(edge["data"]["source"], edge["data"]["target"], edge["data"]) for edge in elements["edges"]]


def read_dot(path):
    svg, laid_out = path.with_suffix(".dot.svg"), path.with_suffix(".dot.json")
    run("dot", path, "-Tsvg", "-o", svg, "-Tjson", "-o", laid_out)
    picture, layout = svg.read_text(encoding="utf-8"), json.loads(laid_out.read_text(encoding="utf-8"))
    objects = [item for item in layout.get("objects", []) if "nodes" not in item]
    edges = layout.get("edges", [])
    drawn = picture.count('class="node"'), picture.count('class="edge"')
    if drawn != (len(objects), len(edges)):
        raise Mismatch(f"Graphviz draws {drawn} of {len(objects)} nodes and {len(edges)} edges")
    found = {item["_gvid"]: {"id": item["name"], **item} for item in objects}
    return found, [(edge["tail"], edge["head"], edge) for edge in edges]


READERS = {"dot": read_dot, "graphml": read_graphml, "gexf": read_gexf, "cytoscape": read_cytoscape}
SUFFIX = {"dot": "dot", "graphml": "graphml", "gexf": "gexf", "cytoscape": "json"}


def check(binary, directory):
    """Check every problem, choice of nodes, scope and format; return the number of files checked."""
    checked = 0
    for name, options in PROBLEMS.items():
        dump = json.loads(run(binary, "dump", *options))
        if dump["connections_scope"] != "all":
            raise Mismatch(f"{name}: the dump lists only {dump['connections_scope']}")
        scopes = ["covers"] if name in COVERS_ONLY else ["covers", "all"]
        for nodes, scope in product(["fibers", "families"], scopes):
            records, edges = expected(dump, nodes, scope)
            repeated = max(Counter((source, target) for source, target, _ in edges).values(), default=0) > 1
            if nodes == "fibers" and repeated != (name in PARALLEL):
                raise Mismatch(f"{name}: parallel edges were {'not ' * (not repeated)}expected here")
            for form, read in READERS.items():
                path = directory / f"{name.replace(' ', '-')}-{nodes}-{scope}.{SUFFIX[form]}"
                arguments = [*options, "--format", form, "--nodes", nodes, *["--all"] * (scope == "all")]
                run(binary, "graph", *arguments, "-o", path)
                try:
                    compare(records, edges, *read(path), nodes)
                except Exception as reason:
                    raise Mismatch(f"linscape graph {' '.join(arguments)}\n{type(reason).__name__}: {reason}") from reason
                checked += 1
    return checked


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="linscape-graphs-") as scratch:
        directory = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else Path(scratch)
        directory.mkdir(parents=True, exist_ok=True)
        try:
            print(f"{check(binary, directory)} graph files agree with their dumps")
        except Mismatch as mismatch:
            sys.exit(str(mismatch))


if __name__ == "__main__":
    main()
