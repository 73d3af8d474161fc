"""Work: interrupted, watched, beside other threads, in forked processes, and without touching BLAS."""

import multiprocessing
import subprocess
import sys
import threading
import time

import linscape
import numpy as np
import pytest
from linscape import Problem
from threadpoolctl import threadpool_info

INTERRUPTED = """
import os, signal, sys, threading, time
from linscape import Problem
problem = Problem([6, 8, 8, 8, 6], sigma=[6, 5, 4, 3, 2, 1])
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
start = time.monotonic()
try:
    {work}
except KeyboardInterrupt:
    print(time.monotonic() - start)
"""


@pytest.mark.parametrize(
    "work",
    [
        "problem.verify(samples=100_000)",
        "problem.flow(method='gd', step=1e-9)",
        "Problem([40] * 4, sigma=range(1, 41)).landscape(limit=1 << 18)",
        "Problem([8] * 6, sigma=range(1, 9)).strata((), limit=100_000_000)",
    ],
)
def test_an_interrupt_stops_long_work(work):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(work=work)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert 0.9 < float(done.stdout) < 30


def test_other_threads_run_meanwhile():
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.wait(0.005):
            ticks.append(time.monotonic())

    other = threading.Thread(target=tick)
    other.start()
    start = time.monotonic()
    Problem([4, 5, 5, 4], sigma=[4, 3, 2, 1]).verify(samples=300, descent_up_to=0)
    end = time.monotonic()
    stop.set()
    other.join()
    during = [at for at in ticks if start < at < end]
    assert end - start > 0.1, "too little work to tell"
    # Held, the lock would let nothing run; on a busy machine a tick may take much longer than it asks.
    assert len(during) > (end - start) / 0.1


def test_progress_is_told_in_order_and_to_the_end():
    told = []
    report = Problem([4, 5, 5, 4], sigma=[4, 3, 2, 1]).verify(
        samples=300, descent_up_to=0, progress=lambda done, total: told.append((done, total))
    )
    assert report.points == 300
    assert [done for done, _ in told] == sorted(done for done, _ in told) and len(told) > 1
    assert told[-1][1] == 300


def test_an_error_of_the_progress_function_stops_the_work():
    def stop(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        Problem([4, 5, 5, 4], sigma=[4, 3, 2, 1]).verify(samples=1_000_000, progress=stop)


def test_true_shows_a_bar_of_tqdm(capsys):
    Problem([4, 5, 5, 4], sigma=[4, 3, 2, 1]).verify(samples=200, progress=True)
    assert "checking points" in capsys.readouterr().err


def test_results_do_not_depend_on_threads():
    problem = Problem([4, 5, 5, 4], sigma=[4, 3, 2, 1])
    try:
        documents = []
        for count in (1, 3):
            linscape.set_threads(count)
            documents.append((problem.landscape().to_json(), problem.verify(samples=20).to_dict()))
    finally:
        linscape.set_threads(0)
    assert documents[0] == documents[1]
    with pytest.raises(ValueError, match="threads 5000"):
        linscape.set_threads(5000)


def families(_):
    return len(Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape())


def test_a_forked_process_has_threads_of_its_own():
    assert families(0) == 8
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(families, range(4)).get(timeout=30) == [8] * 4


def test_the_threads_of_blas_are_left_alone():
    np.eye(3) @ np.eye(3)
    before = threadpool_info()
    assert any(pool["user_api"] == "blas" for pool in before), "NumPy came without a BLAS to watch"
    problem = Problem(hidden=[8], inputs=np.random.default_rng(0).normal(size=(200, 20)), autoencode=True)
    problem.landscape(limit=10)
    problem.classify(problem.represent([1]))
    assert threadpool_info() == before
    native = linscape._linscape.__file__
    linked = subprocess.run(["ldd", native], capture_output=True, text=True).stdout
    assert "blas" not in linked and "lapack" not in linked
