"""What a worker does: one workspace, one period, one call of giaingan. Goes to workers elsewhere, so it stands alone."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow
from pyarrow import parquet

READ, NOT_READ = "đã đọc", "không đọc được"
ATTEMPTS = ".dang-lam"
"""Where attempts write before what they wrote is moved to its place."""
LOOK = 0.005
"""Seconds between two looks at the memory of a process."""
KEYS = ["period", "program", "funding", "measure"]


@dataclass(frozen=True)
class Task:
    """One workspace and one period."""

    code: str
    folder: Path
    period: str
    out: Path
    giaingan: str


@dataclass(frozen=True)
class Result:
    """What became of a task. `file` is empty where nothing was read, and `said` tells why."""

    code: str
    period: str
    state: str
    status: int | None
    """Of giaingan: 0, 1 (there is something to act on), 2 (could not do it); None where the engine gave up."""
    folder: str
    said: str
    file: str = ""
    rows: int = 0
    silent: int = 0
    """Units that owe a report and sent none that can be used."""
    seconds: float = 0
    cpu_seconds: float = 0
    peak_mib: float = 0


@dataclass(frozen=True)
class Ran:
    """A call of giaingan that came to its end."""

    status: int
    printed: str
    said: str
    seconds: float
    cpu_seconds: float
    peak_mib: float


def run(command: list[str | Path]) -> Ran:
    """Runs giaingan. One that was killed is no answer: RuntimeError, and the engine tries again."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        peak = watch(child.pid)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        for file in (out, err):
            file.seek(0)
        printed, said = out.read(), err.read().strip()
    if child.returncode not in (0, 1, 2):
        raise RuntimeError(f"{command[0]}: {child.returncode}: {said}")
    return Ran(child.returncode, printed, said, seconds, used.ru_utime + used.ru_stime, peak)


def watch(pid: int) -> float:
    """The most memory that a process holds until it ends, in MiB.

    Its rusage cannot tell: to Linux the memory of the Python that started it is its own.
    """
    peak, exited = 0, os.pidfd_open(pid)
    while not select.select([exited], [], [], LOOK)[0]:
        held = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        peak = max(peak, int(held[1]) if held else 0)
    os.close(exited)
    return peak / 1024


def export(task: Task) -> Result:
    """Writes the ledger of a workspace to `out`/period/code.parquet, and nothing into the workspace.

    A worker may die at any moment while its giaingan goes on, and another worker does the same task: each attempt
    writes into a folder of its own, and what is whole is moved to its place in one step. A period that is not written as
    giaingan writes it could be asked for twice and counted twice: ValueError.
    """
    attempts = task.out / ATTEMPTS
    attempts.mkdir(parents=True, exist_ok=True)
    attempt = Path(tempfile.mkdtemp(prefix=f"{task.code}-{task.period}-{os.getpid()}-", dir=attempts))
    ran = run([task.giaingan, "export", task.folder, "-p", task.period, "-o", attempt, "--quiet"])
    rows, silent, file = 0, 0, ""
    if ran.status != 2:
        [ledger] = attempt.glob("*.parquet")
        units = parquet.ParquetFile(ledger).read(columns=["kind", "unit", "period"]).to_pandas()
        if other := set(units.period) - {task.period}:
            raise ValueError(f"-p {task.period}: viết là {', '.join(other)} / write it so")
        rows, silent = len(units), len(silent_of(units))
        place = task.out / task.period / f"{task.code}.parquet"
        place.parent.mkdir(exist_ok=True)
        os.replace(ledger, place)
        file = str(place)
    shutil.rmtree(attempt)
    return Result(
        code=task.code,
        period=task.period,
        state=READ if file else NOT_READ,
        status=ran.status,
        folder=str(task.folder),
        said=ran.said,
        file=file,
        rows=rows,
        silent=silent,
        seconds=round(ran.seconds, 3),
        cpu_seconds=round(ran.cpu_seconds, 3),
        peak_mib=round(ran.peak_mib, 1),
    )


def silent_of(ledger: pd.DataFrame) -> set[str]:
    """The units of a ledger of which no report counts."""
    owing = ledger.unit[ledger.kind.isin(["provisional", "missing"])]
    return set(owing) - set(ledger.unit[ledger.kind == "report"])


def figures(result: Result) -> pd.DataFrame:
    """The ledger that a task wrote, with the code of its office. A file that lost or gained rows since: ValueError.

    `known` says, as giaingan's totals do, whether all is known of the units that reported: how many did not stands
    beside it. Amounts stay whole numbers: a column of pandas' own with a blank in it is a float, exact to 2⁵³ only.
    """
    table = parquet.ParquetFile(result.file).read(columns=[*KEYS, "amount", "known", "kind", "unit"])
    if table.num_rows != result.rows:
        raise ValueError(f"{result.file}: {table.num_rows} ≠ {result.rows}")
    table = table.append_column("code", pyarrow.repeat(result.code, table.num_rows))
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    unknown = ~frame.known & ~frame.unit.isin(silent_of(frame))
    frame["unknown"] = unknown.astype("int64[pyarrow]")
    return frame[["code", *KEYS, "amount", "unknown"]]
