#!/usr/bin/python3
"""Hold the answers of the WebAssembly module against what the binary writes.

    /usr/bin/python3 scripts/check_web.py BINARY MODULE

BINARY is built without LAPACK, as MODULE is. The module runs in Node and is given the files that the command
line names. Documents are the binary's standard output, messages its standard error, codes its exit codes.

Documents are the same bytes, but for the last digits of what a processor rounds in its own way: products of
matrices (the binary multiplies and adds in one instruction where it can) and powers (the binary asks the C
library). ROUNDED names where that is; there all words are the same, and all numbers up to CLOSE. A trajectory's steps
are chosen by such digits: of trajectories the visits and the end are compared.
"""

import json
import re
import subprocess
import sys
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
}
# Too long for a gate, or not asked with decay.
LEFT_OUT = {("digits", "flow"), ("archive", "flow"), ("decayed", "strata"), ("decayed", "count"),
            ("decayed", "explain"), ("decayed", "learning")}


# Problems whose numbers come out of products or powers, and questions whose answers do.
ROUNDED = ({"fractions", "linnerud", "digits", "archive", "decayed"}, {"spectrum", "flow", "classify"})
CLOSE = 1e-10
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


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


def is_close(first, second):
    """The same words, and numbers that differ in their last digits."""
    if NUMBER.split(first) != NUMBER.split(second):
        return False
    pairs = [(float(a), float(b)) for a, b in zip(NUMBER.findall(first), NUMBER.findall(second)) if a != b]
    return all(abs(a - b) <= CLOSE * max(1.0, abs(a)) for a, b in pairs)


def is_same_flight(first, second):
    first, second = json.loads(first), json.loads(second)
    told = [(run["status"], [visit.get("subset", visit.get("learned")) for visit in run["visits"]]) for run in (first, second)]
    ends = [run["final"]["loss"] for run in (first, second)]
    return told[0] == told[1] and abs(ends[0] - ends[1]) <= 1e-6 * first["loss"][0]


def is_same(name, first, second):
    asked, problem = name.split(" ", 1)
    if first == second:
        return True
    if asked == "flow":
        return is_same_flight(first, second)
    return (problem in ROUNDED[0] or asked in ROUNDED[1]) and is_close(first, second)


def main():
    binary, module = str(Path(sys.argv[1]).resolve()), sys.argv[2]
    asked = list(cases())
    answers = module_says(module, asked)
    if len(answers) != len(asked):
        sys.exit(f"{len(answers)} answers to {len(asked)} questions")
    faults, identical = [], 0
    for (name, words, _, _), answer in zip(asked, answers):
        code, document, said = binary_says(binary, words)
        if code != answer["code"]:
            faults.append(f"{name}: exit code {code}, the module's {answer['code']}: {answer['message']}")
        elif not is_same(name, document, answer["document"]):
            faults.append(f"{name}: {difference(document, answer['document'])}")
        elif code and said[-1:] != [answer["message"]] and "nowhere.csv" not in answer["message"]:
            faults.append(f"{name}: {said[-1:]} beside {answer['message']!r}")
        identical += document == answer["document"]
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} of {len(asked)} answers are not the binary's")
    print(f"{len(asked)} answers are the binary's, {identical} of them byte for byte")


if __name__ == "__main__":
    main()
