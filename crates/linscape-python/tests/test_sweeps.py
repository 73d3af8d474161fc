"""Sweeps: the same rows in one process, in several, in shards, and after deaths and interruptions."""

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction

import cloudpickle
import dask
import numpy as np
import pyarrow.dataset
import pytest
from dask.distributed import Client, LocalCluster
from linscape import Problem, gather, read_rows, sweep
from linscape._linscape import sweep_jobs
from linscape.sweeps.columns import schema

GRID = {
    "grid": {"sigma": [[3, 2, 1], ["5/2", 1, 1]], "ends": [[3, 3]], "width": [2, 3], "depth": [1, 2, 3]},
    "problems": [
        {"widths": [3, 0, 3], "sigma": [1]},
        {"target": "fixtures/target-543.csv", "hidden": [3, 3]},
        {"inputs": "fixtures/none.npy", "autoencode": True, "hidden": [2]},
    ],
    "tasks": [
        "landscape",
        {"task": "verify", "samples": 4, "descent_up_to": 0},
        {"task": "flow", "init": "gaussian:0.1", "until": 3},
    ],
    "seeds": [0, 1],
}
# With depth 1 the width does not matter: 2 spectra × 5 networks and 3 more.
ROWS = 13 * (1 + 2 + 2)


def local(workers, processes=True):
    return Client(
        LocalCluster(n_workers=workers, threads_per_worker=1, processes=processes, dashboard_address=":0")
    )


def as_records(folder):
    return json.loads(read_rows(folder).to_json(orient="records", double_precision=15))


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    """The rows of one thread."""
    folder = tmp_path_factory.mktemp("serial")
    here = os.getcwd()
    os.chdir(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
    try:
        with local(1, processes=False) as client:
            run = sweep(GRID, folder, client=client)
    finally:
        os.chdir(here)
    assert (run.present, run.written, run.errors) == (0, ROWS, 10)
    return folder


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_rows_do_not_depend_on_the_number_of_worker_processes(serial, workers, tmp_path):
    with local(workers) as client:
        run = sweep(GRID, tmp_path, client=client, batch=workers)
        names = client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.task_prefixes))
    assert run.written == ROWS and {"landscape", "verify", "flow"} <= set(names)
    assert as_records(tmp_path) == as_records(serial)


def test_shards_of_the_command_line_add_up_to_the_same_rows(serial, command_line, tmp_path):
    spec, out = tmp_path / "sweep.json", tmp_path / "rows"
    spec.write_text(json.dumps(GRID))
    for count in (1, 3):
        folder = tmp_path / f"shards-{count}"
        for index in range(1, count + 1):
            code, _, message = command_line("sweep", spec, "--shard", f"{index}/{count}", "-o", folder)
            assert code == 0 and "rows written" in message
        assert gather(folder, out / str(count)) == ROWS
        assert gather(folder, out / str(count)) == 0
        assert as_records(out / str(count)) == as_records(serial)


def test_a_shard_that_was_cut_off_goes_on(command_line, tmp_path):
    spec, folder = tmp_path / "sweep.json", tmp_path / "rows"
    spec.write_text(json.dumps(GRID))
    command_line("sweep", spec, "-o", folder)
    path = folder / "rows-1-of-1.jsonl"
    whole = path.read_text()
    path.write_text(whole[: len(whole) // 2])
    code, _, message = command_line("sweep", spec, "-o", folder)
    assert code == 0 and "were there already" in message and "; 0 were" not in message
    assert path.read_text() == whole
    assert "0 rows written" in command_line("sweep", spec, "-o", folder)[2]
    assert (
        "10 rows written, 10 of them errors" in command_line("sweep", spec, "-o", folder, "--retry-errors")[2]
    )


def test_a_failing_problem_is_a_row_with_the_message_of_the_command_line(serial, command_line):
    rows = read_rows(serial)
    failed = rows[rows.status == "error"]
    messages = set(failed.error)
    # A row names the option as its spec writes it.
    assert command_line("report", "--sigma", "1", "--widths", "3,0,3")[2].removeprefix("--") in messages
    assert (
        command_line("report", *"--inputs fixtures/none.npy --autoencode --hidden 2".split())[2] in messages
    )
    assert failed.widths.isna().all() and len(messages) == 2


def test_a_killed_worker_loses_nothing(serial, tmp_path):
    with local(2) as client:
        victims = list(client.run(os.getpid).values())

        def kill(done, total):
            if victims and done >= 3:
                os.kill(victims.pop(), signal.SIGKILL)
                victims.clear()

        run = sweep(GRID, tmp_path, client=client, batch=1, progress=kill)
    assert not victims and run.written == ROWS
    assert as_records(tmp_path) == as_records(serial)


class Deadly(str):
    """Singular values that end every process but this one that takes them up."""

    def __reduce__(self):
        return take_up, (str(self), os.getpid())


def take_up(text, safe):
    return Deadly(text) if os.getpid() == safe else os._exit(1)


# Workers do not see this file.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def test_a_problem_that_kills_its_workers_is_a_row(tmp_path):
    deadly = Problem([2, 2, 2], sigma=[2, 1])
    deadly._options["sigma"] = Deadly("2,1")
    spec = {
        "problems": [deadly, {"widths": [2, 2, 2], "sigma": [3, 1]}],
        "tasks": ["landscape"],
    }
    with dask.config.set({"distributed.scheduler.allowed-failures": 2}), local(1) as client:
        run = sweep(spec, tmp_path, client=client)
        assert (run.written, run.errors) == (2, 1)
        rows = read_rows(tmp_path).sort_values("status")
        assert list(rows.status) == ["done", "error"]
        assert rows.error.iloc[1] == "its worker died each time it was tried"


SCRIPT = """
import sys
from dask.distributed import Client
from linscape import sweep
if __name__ == "__main__":
    spec = {"grid": {"sigma": [[k, 2, 1] for k in range(3, 103)], "widths": [[3, 4, 4, 3]]},
            "tasks": [{"task": "verify", "samples": 20, "descent_up_to": 0}]}
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=":0") as client:
        run = sweep(spec, sys.argv[1], client=client, batch=1, progress=lambda done, total: print(done, flush=True))
    print(run.present, run.written, run.errors)
"""


def test_an_interrupted_sweep_goes_on_where_it_stopped(tmp_path):
    script, folder, other = tmp_path / "run.py", tmp_path / "rows", tmp_path / "other"
    script.write_text(SCRIPT)
    running = subprocess.Popen([sys.executable, script, folder], stdout=subprocess.PIPE, text=True)
    while int(running.stdout.readline()) < 10:
        pass
    running.send_signal(signal.SIGINT)
    running.stdout.read()
    assert running.wait(timeout=60) != 0
    there = len(read_rows(folder))
    assert 10 <= there < 100
    again = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True)
    assert again.stdout.splitlines()[-1] == f"{there} {100 - there} 0"
    subprocess.run([sys.executable, script, other], capture_output=True, check=True)
    assert as_records(folder) == as_records(other) and len(read_rows(other)) == 100


def test_errors_are_tried_again_when_asked(tmp_path):
    target = tmp_path / "later.csv"
    spec = {"problems": [{"target": str(target), "hidden": [2]}], "tasks": ["landscape"]}
    with local(1, processes=False) as client:
        rows = tmp_path / "rows"
        assert sweep(spec, rows, client=client).errors == 1
        target.write_text("2,0\n0,1\n")
        assert sweep(spec, rows, client=client).present == 1
        run = sweep(spec, rows, client=client, retry_errors=True)
    # Another process, or time, may find what was missing; this one remembers.
    assert run.written == 1 and len(read_rows(rows)) == 1


def test_problems_in_memory_and_weights_are_swept(tmp_path):
    held = Problem(hidden=[3], target=np.diag([3.0, 2.0, 1.0]))
    np.savez(tmp_path / "W.npz", W1=np.zeros((3, 3)), W2=np.zeros((3, 3)))
    spec = {
        "problems": [held, {"widths": [3, 3, 3], "sigma": [Fraction(3), np.int64(2), 1]}],
        "tasks": [
            {"task": "landscape", "document": True},
            {"task": "classify", "weights": [str(tmp_path / "W.npz")]},
        ],
    }
    with local(2) as client:
        rows = sweep(spec, tmp_path / "rows", client=client).to_pandas()
    assert len(rows) == 4 and (rows.status == "done").all()
    of_held = rows[rows.problem.str.contains("held")].set_index("task")
    assert json.loads(of_held.document["landscape"]) == held.landscape().to_dict()
    assert of_held.type["classify"] == "strict_saddle" and list(of_held.nearest["classify"]) == []
    assert of_held["index"]["classify"] == held.classify([np.zeros((3, 3))] * 2).index


def test_each_row_has_problem_seed_and_version(serial):
    import linscape

    rows = read_rows(serial)
    assert (rows.version == linscape.__version__).all() and rows.id.is_unique
    assert (
        set(rows.seed[rows.task == "verify"]) == {0, 1} and rows.seed[rows.task == "landscape"].isna().all()
    )
    names = [path.name for path in sorted(serial.iterdir())]
    assert names == [".lock", "task=flow", "task=landscape", "task=verify"]
    problem = json.loads(rows[rows.task == "landscape"].problem.iloc[0])
    assert {"widths", "hidden", "sigma", "inputs", "target"} & set(problem)


def test_every_column_has_its_place(command_line, tmp_path):
    np.savez(tmp_path / "W.npz", W1=np.eye(3), W2=np.eye(3))
    tasks = ["landscape", "verify", "flow", {"task": "classify", "weights": str(tmp_path / "W.npz")}]
    spec = tmp_path / "sweep.json"
    spec.write_text(json.dumps({"problems": [{"widths": [3, 3, 3], "sigma": [3, 2, 1]}], "tasks": tasks}))
    decayed = tmp_path / "decayed.json"
    problem = {"widths": [3, 3, 3], "sigma": [3, 2, 1], "decay": [0.1]}
    decayed.write_text(json.dumps({"problems": [problem], "tasks": tasks}))
    lines = []
    for sweep, folder in [(spec, tmp_path), (decayed, tmp_path / "decayed")]:
        command_line("sweep", sweep, "-o", folder)
        rows = (folder / "rows-1-of-1.jsonl").read_text().splitlines()
        lines += [json.loads(line) for line in rows]
    assert [line["status"] for line in lines] == ["done"] * 8
    assert set().union(*lines) == {*schema().names, "task"}


REFUSED = {
    "an empty grid": ({"grid": {"width": []}, "tasks": ["landscape"]}, "grid: width has no values"),
    "no list": ({"grid": {"depth": 3}, "tasks": ["landscape"]}, "grid: depth is no list"),
    "no problems": ({"problems": [], "tasks": ["landscape"]}, "has no problems"),
    "no tasks": ({"problems": [{"widths": [2, 2], "sigma": [1]}], "tasks": []}, "has no tasks"),
    "no seeds": (
        {"problems": [{"widths": [2, 2], "sigma": [1]}], "tasks": ["verify"], "seeds": []},
        "has no seeds",
    ),
    "another task": (
        {"problems": [{"widths": [2, 2]}], "tasks": ["train"]},
        "task 1: unknown variant `train`",
    ),
    "another field": (
        {"problems": [{"width": 2, "sigmas": [1]}], "tasks": ["verify"]},
        "problem 1: unknown field `sigmas`",
    ),
    "half a network": (
        {"problems": [{"width": 2, "sigma": [1]}], "tasks": ["verify"]},
        "width and depth go together",
    ),
    "no JSON": ({"problems": "all", "tasks": ["verify"]}, "not a sweep"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_sweep_is_refused_before_anything_is_computed(kind, command_line, tmp_path):
    spec, message = REFUSED[kind]
    with pytest.raises(ValueError, match=message) as refused:
        sweep(spec, tmp_path / "rows")
    assert not (tmp_path / "rows").exists()
    path = tmp_path / "sweep.json"
    path.write_text(json.dumps(spec))
    code, _, told = command_line("sweep", path, "-o", tmp_path / "rows")
    assert code == 2 and told == f"{path}: {refused.value}"


def test_a_folder_that_cannot_be_written_is_told_before_the_work(command_line, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        sweep(GRID, tmp_path / "file" / "rows")
    spec = tmp_path / "sweep.json"
    spec.write_text(json.dumps(GRID))
    code, _, message = command_line("sweep", spec, "-o", tmp_path / "file" / "rows")
    assert code == 2 and str(tmp_path / "file") in message


def test_a_row_is_identified_by_its_problem_however_it_was_stated():
    ids = lambda problem: [
        job[0] for job in sweep_jobs(json.dumps({"problems": [problem], "tasks": ["verify"]}))
    ]  # noqa: E731
    spelt = {"widths": [3, 4, 4, 3], "sigma": ["3", "2"]}
    assert ids(spelt) == ids({"ends": [3, 3], "width": 4, "depth": 3, "sigma": [3, 2]})
    assert ids(spelt) != ids({**spelt, "loss": "half-sum"})


def test_files_that_were_being_written_do_not_count(serial, tmp_path):
    (tmp_path / "task=landscape").mkdir(parents=True)
    (tmp_path / "task=landscape" / ".part-torn.parquet").write_bytes(b"PAR1")
    with local(1, processes=False) as client:
        sweep(GRID, tmp_path, client=client)
    assert as_records(tmp_path) == as_records(serial)
    assert not list(tmp_path.glob("task=*/.part-*"))
    assert pyarrow.dataset.dataset(tmp_path, partitioning="hive").count_rows() == ROWS
