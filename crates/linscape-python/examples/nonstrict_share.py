"""How the share of nonstrict strata changes with depth and width.

Nonstrict saddles have no direction of negative curvature. Networks of depth 2 have none; in deeper
ones there are some at every width, but are they many? We sweep depth × width on Dask, read exact
counts of the strata of every family, and check them against listings.

    python nonstrict_share.py [FOLDER]

A second run with the same folder computes nothing: the rows are there.
"""

import sys
import tempfile

from linscape import Problem, sweep

SIGMA, WIDTHS, DEPTHS = [3, 2, 1], [3, 4, 5], [2, 3, 4, 5]


def listed(widths):
    """Strata by type from listings of every family: a road of its own to the counts."""
    problem = Problem(widths, sigma=SIGMA)
    strata = [stratum for family in problem.landscape().families for stratum in problem.strata(family)]
    return len(strata), sum(stratum.type == "nonstrict_saddle" for stratum in strata)


def main(folder):
    spec = {
        "grid": {"sigma": [SIGMA], "ends": [[3, 3]], "width": WIDTHS, "depth": DEPTHS},
        "tasks": ["landscape"],
    }
    rows = sweep(spec, folder, client=2).to_pandas()
    for row in rows.itertuples():
        assert (int(row.strata), int(row.nonstrict_strata)) == listed(row.widths), row.widths
    rows["width"] = [widths[1] for widths in rows.widths]
    print("share of nonstrict strata, of all strata of all families")
    print(rows.pivot(index="depth", columns="width", values="nonstrict_share").round(4).to_string())
    print(f"{len(rows)} landscapes, {sum(map(int, rows.strata))} strata, counted and listed: they agree")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
