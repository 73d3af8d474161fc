#!/usr/bin/python3
"""Have linscape prove its theorem and check the certificates by a program that shares nothing with it.

    /usr/bin/python3 scripts/prove_and_check.py BINARY

For every problem below, `linscape verify --exact` writes a certificate for each point, and
`scripts/check_certificate.py` has to find that all of them hold. Then each claim of one certificate is made
false in turn, and the checker has to say so.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKER = Path(__file__).resolve().parent / "check_certificate.py"

# Options and the number of points they come to.
PROBLEMS = [
    ("--sigma 2,1 --widths 2,2,2,2", 20),
    ("--sigma 3,2,1 --widths 3,3,3", 8),
    ("--sigma 5/2,1,1/3 --widths 3,3,3,3 --samples 12", 12),
    ("--sigma 2,2,1 --widths 3,3,3,3 --samples 6", 6),  # ties
    ("--sigma 1,1/2,0 --widths 3,4,2,3 --samples 10", 10),  # zeros
    ("--sigma 0 --widths 2,2,2", 6),
    ("--sigma 1 --widths 2,1,1,2 --subset '' --escape-order 4", 1),  # across null bars
    ("--sigma 1,1 --widths 2,2,2,2,2 --subset '' --samples 6", 6),
    ("--sigma 1,1e-8 --widths 2,2,2,2", 20),
]
# Inputs of rank 3 in 4 dimensions, stated as a document.
DEFICIENT = ("--sigma 2,1 --widths 4,2,3,2", 3, 47)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def prove(binary, options, expected, folder):
    """Writes certificates and has them checked."""
    file = folder / "proofs.jsonl"
    words = [word.replace("''", "") for word in options.split()]
    answer = run(binary, "verify", "--exact", *words, "--certificates", str(file), "--json")
    if answer.returncode:
        sys.exit(f"verify --exact {options}: {answer.stderr}")
    totals = json.loads(answer.stdout)["totals"]
    checked = run(sys.executable, str(CHECKER), str(file))
    if checked.returncode or checked.stdout != f"{totals['agreed']} certificates hold\n":
        sys.exit(f"{options}: {checked.stdout}{checked.stderr}")
    if totals["points"] != expected:
        sys.exit(f"{options}: {totals['points']} points, not {expected}")
    print(f"{options}: {checked.stdout.strip()}")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def falsehoods(certificate):
    """The certificate with one thing in it made false, and what."""
    def changed(change):
        copy = json.loads(json.dumps(certificate))
        change(copy)
        return copy
    for claim in ("index", "nullity", "coindex", "dimension"):
        yield claim, changed(lambda copy, claim=claim: copy["claims"].update({claim: copy["claims"][claim] + 1}))
    yield "gain", changed(lambda copy: copy["claims"].update(gain="1/7"))
    yield "escape order", changed(lambda copy: copy["claims"].update(escape_order=2))
    yield "type", changed(lambda copy: copy["claims"].update(type="strict_saddle"))
    yield "a rank of products", changed(lambda copy: copy["product_ranks"][0].__setitem__(2, 9))
    yield "a rank of residuals", changed(lambda copy: copy["residual_ranks"][0].__setitem__(2, 9))
    yield "a pivot", changed(lambda copy: copy["pivots"].pop())
    yield "a weight", changed(lambda copy: copy["weights"][0][0].__setitem__(0, "7/3"))
    yield "the fall", changed(lambda copy: copy["escape"].update(coefficient="-1/7"))
    yield "the slowest fall", changed(lambda copy: copy["escape"].update(at_least=4))


def main():
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        proved = [prove(binary, options, expected, folder) for options, expected in PROBLEMS]
        options, rank, expected = DEFICIENT
        landscape = json.loads(run(binary, "dump", *options.split()).stdout)
        problem = {"problem": {**landscape["problem"], "input_rank": rank}}
        (folder / "deficient.json").write_text(json.dumps(problem), encoding="utf-8")
        prove(binary, f"--problem {folder}/deficient.json", expected, folder)

        nonstrict = next(one for one in proved[0] if one["claims"]["index"] == 0 and one["escape"] and one["pivots"])
        lie = folder / "lie.jsonl"
        for what, certificate in falsehoods(nonstrict):
            lie.write_text(json.dumps(certificate) + "\n", encoding="utf-8")
            answer = run(sys.executable, str(CHECKER), str(lie))
            if not answer.returncode:
                sys.exit(f"a certificate with {what} made false passes")
            if "not so: " not in answer.stderr or answer.stderr.count("\n") != 1:
                sys.exit(f"a certificate with {what} made false ends with {answer.stderr}")


if __name__ == "__main__":
    main()
