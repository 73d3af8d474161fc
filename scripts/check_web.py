#!/usr/bin/python3
"""Hold the answers of the WebAssembly module against what the binary writes.

    /usr/bin/python3 scripts/check_web.py BINARY MODULE

BINARY is built without LAPACK, as MODULE is. The module runs in Node and is given the files that the command
line names. Documents are the binary's standard output, messages its standard error, codes its exit codes.

Every document is the same bytes: without LAPACK the binary takes sums of products in one order and unfused, and
elementary functions from the crate libm, which is also what the compiler gives a module (linscape-lapack, `elementary.rs`
and `product/in_order.rs`).
"""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
# Options of the problem: those of the binary and, by the same names, those of a question.
PROBLEMS = {
    "coincident": {"sigma": "5,4,3", "widths": "3,3,3,3"},
    "readme": {"sigma": "3,2,1", "widths": "3,3,3,3"},
    "fractions": {"sigma": "5/2,1/3,1/3", "widths": "4,3,5,3", "loss": "sum"},
    "linear": {"sigma": "2,1", "widths": "3,2"},
    "tied": {"target": "target-221.csv", "hidden": "3,3,3"},
    "matrix": {"target": "target-543.csv", "hidden": "3"},
    "hierarchy": {"inputs": "hierarchy-inputs.csv", "targets": "hierarchy-targets.csv", "hidden": "4,4"},
    "linnerud": {"inputs": "linnerud-exercise.csv", "targets": "linnerud-physiological.csv", "center": True,
                 "hidden": "4", "loss": "mean"},
    "deficient": {"inputs": "deficient-inputs.csv", "targets": "deficient-targets.csv", "hidden": "3",
                  "samples_in": "rows"},
    "digits": {"inputs": "digits-pixels.npy", "labels": "digits-labels.csv", "center": True, "hidden": "32,32"},
    "archive": {"inputs": "digits.npz:pixels", "labels": "digits-labels.csv", "hidden": "8"},
    "decayed": {"sigma": "3,2,1", "widths": "3,3,3,3", "decay": "1/2"},
}
FILES = ("target", "inputs", "targets", "labels")
# Where the binary writes weights, which are no text; the module hands them over as bytes.
WEIGHTS = "WEIGHTS.safetensors"
# The binary's words, and the question's fields beside the problem.
ASKED = {
    "report": (["report"], {"ask": "report"}),
    "dump": (["dump"], {"ask": "dump"}),
    "values": (["values", "--lowest", "5", "--json"], {"ask": "values", "lowest": 5}),
    "graph": (["graph", "--format", "graphml"], {"ask": "graph", "format": "graphml"}),
    "strata": (["strata", "--subset", "1", "--components", "--json"], {"ask": "strata", "subset": "1", "components": True}),
    "count": (["strata", "--subset", "", "--count", "--json"], {"ask": "strata", "subset": "", "count": True}),
    "explain": (["explain", "--subset", "1", "--json"], {"ask": "explain", "subset": "1"}),
    "learning": (["learning", "--json"], {"ask": "learning"}),
    "spectrum": (["spectrum", "--subset", "1", "--json"], {"ask": "spectrum", "subset": "1"}),
    "flow": (["flow", "--init", "balanced:1e-2", "--points", "40", "--json"],
             {"ask": "flow", "options": {"init": "balanced:1e-2", "points": 40}}),
    "verify": (["verify", "--subset", "1", "--samples", "4", "--seed", "2", "--json"],
               {"ask": "verify", "subset": "1", "samples": 4, "seed": 2}),
    "represent": (["represent", "--subset", "1", "-o", WEIGHTS], {"ask": "represent", "subset": "1"}),
    "random": (["represent", "--subset", "1", "--stratum", "random", "--seed", "3", "-o", WEIGHTS],
               {"ask": "represent", "subset": "1", "stratum": "random", "seed": 3}),
}
# Too long for a gate, or not asked with decay.
LEFT_OUT = {("digits", "flow"), ("archive", "flow"), ("decayed", "strata"), ("decayed", "count"),
            ("decayed", "explain"), ("decayed", "learning"), ("decayed", "random"), ("digits", "verify"),
            ("archive", "verify")}


def options_of(problem):
    words = []
    for name, value in problem.items():
        words += [f"--{name.replace('_', '-')}"] + ([] if value is True else [value])
    return words


def cases():
    """Name, words of the binary, files, question."""
    for name, problem in PROBLEMS.items():
        files = [problem[field].split(":")[0] for field in FILES if field in problem]
        for asked, (words, question) in ASKED.items():
            if (name, asked) not in LEFT_OUT:
                yield f"{asked} {name}", words[:1] + options_of(problem) + words[1:], files, {**question, "problem": problem}
    yield from weights_cases()
    yield from refused_cases()


def weights_cases():
    digits = PROBLEMS["digits"]
    files = ["digits-pixels.npy", "digits-labels.csv"]
    weights = "digits-plateau.safetensors"
    yield ("classify safetensors", ["classify", *options_of(digits), "--weights", weights, "--json"],
           [*files, weights], {"ask": "classify", "problem": digits, "weights": [weights]})
    biased = {**PROBLEMS["linnerud"], "biases": "all"}
    del biased["center"]
    run = sorted(path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "checkpoints").rglob("*.pt"))
    # A run in one file is several checkpoints to the binary; the module takes one, FILE:0 being the first.
    run.remove("checkpoints/run.pt")
    for weights in run:
        yield (f"classify {weights}", ["classify", "--sigma", "3,2,1", "--widths", "3,3,3,3", "--weights", weights, "--json"],
               [weights], {"ask": "classify", "problem": PROBLEMS["readme"], "weights": [weights]})


def refused_cases():
    wrong = [
        {"sigma": "3,x", "widths": "2,2"}, {"sigma": "3"}, {"widths": "2,2"}, {"sigma": "3,2", "widths": "1,1"},
        {"target": "target-221.csv", "hidden": "0"}, {"inputs": "nowhere.csv", "autoencode": True, "hidden": "2"},
        {"inputs": "digits-labels.csv", "targets": "target-221.csv", "hidden": "2"},
    ]
    for at, problem in enumerate(wrong):
        files = [problem[field] for field in FILES if problem.get(field, "nowhere.csv") != "nowhere.csv"]
        yield f"refusal {at}", ["dump", *options_of(problem)], files, {"ask": "dump", "problem": problem}


def binary_says(binary, words):
    if WEIGHTS in words:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, WEIGHTS)
            words = [path if word == WEIGHTS else word for word in words]
            done = subprocess.run([binary, *words], cwd=FIXTURES, capture_output=True, check=False)
            written = base64.b64encode(path.read_bytes()).decode() if path.exists() else ""
        said = [line.removeprefix("linscape: ") for line in done.stderr.decode().splitlines()]
        return done.returncode, written, said
    done = subprocess.run([binary, *words], cwd=FIXTURES, capture_output=True, check=False)
    said = [line.removeprefix("linscape: ") for line in done.stderr.decode().splitlines()]
    return done.returncode, done.stdout.decode(), [line for line in said if not line.startswith("note: ")]


def module_says(module, asked):
    lines = "".join(json.dumps({"files": files, "question": question}) + "\n" for _, _, files, question in asked)
    command = ["node", str(ROOT / "scripts/answer_in_node.js"), module, str(FIXTURES)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def difference(first, second):
    """Where two documents begin to differ."""
    at = next((at for at, pair in enumerate(zip(first, second)) if pair[0] != pair[1]), min(len(first), len(second)))
    return f"at byte {at}: {first[max(0, at - 40):at + 40]!r} beside {second[max(0, at - 40):at + 40]!r}"


def main():
    binary, module = str(Path(sys.argv[1]).resolve()), sys.argv[2]
    asked = list(cases())
    answers = module_says(module, asked)
    if len(answers) != len(asked):
        sys.exit(f"{len(answers)} answers to {len(asked)} questions")
    faults = []
    for (name, words, _, _), answer in zip(asked, answers):
        code, document, said = binary_says(binary, words)
        answered = answer["bytes"] or answer["document"]
        if code != answer["code"]:
            faults.append(f"{name}: exit code {code}, the module's {answer['code']}: {answer['message']}")
        elif document != answered:
            faults.append(f"{name}: {difference(document, answered)}")
        elif code and said[-1:] != [answer["message"]] and "nowhere.csv" not in answer["message"]:
            faults.append(f"{name}: {said[-1:]} beside {answer['message']!r}")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} of {len(asked)} answers are not the binary's")
    print(f"{len(asked)} answers are the binary's, byte for byte")


if __name__ == "__main__":
    main()
