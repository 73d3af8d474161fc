"""Many problems at once: sweeps on Dask into Parquet.

:func:`sweep` computes the rows, :func:`gather` takes those that ``linscape sweep`` wrote on a cluster
without Dask, :func:`read_rows` reads them. Dask and pyarrow are needed when these are called.
"""

from linscape.sweeps.gathering import gather, read_rows
from linscape.sweeps.run import SweepRun, sweep

__all__ = ["SweepRun", "gather", "read_rows", "sweep"]
