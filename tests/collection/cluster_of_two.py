"""A Dask cluster of two worker processes, as a program of its own: prints its address, ends when its input is closed.

A worker that dies is started again; a task that ended two workers is given up.
"""

import sys

import dask
import distributed


def main() -> None:
    """Runs until nobody needs it any more."""
    dask.config.set({"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "120s"})
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0) as made:
        sys.stdout.write(f"{made.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
