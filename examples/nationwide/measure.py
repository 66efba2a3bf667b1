"""Where the time goes: the cost of a report and the memory for 600, 5,000 and 20,000 of them, alone and by two workers.

Alone: one giaingan after the other, each with all cores. Workers: processes of Dask, each with one giaingan at a time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import generate
import nationwide
import offices
import task
from task import Result, Task

PERIOD = f"{generate.YEAR}-01"
UNITS = 20
SIZES = [600, 5_000, 20_000]
WORKERS = 2
COLUMNS = ["báo cáo", "cách", "giây", "ms/báo cáo", "CPU ms/báo cáo", "MiB giaingan", "cộng, giây"]


def steps(work: list[Task]) -> None:
    """What the parts of a call cost, one after the other: the start of the process, reading, writing the ledger."""
    calls = {
        "khởi động (--version)": lambda of: ["--version"],
        "đọc, kiểm tra, cộng (aggregate -n)": lambda of: ["aggregate", of.folder, "-p", PERIOD, "-n", "--quiet"],
    }
    for name, call in calls.items():
        ran = [task.run([of.giaingan, *call(of)]) for of in work]
        tell(name, len(work), sum(of.seconds for of in ran), sum(of.cpu_seconds for of in ran))
    done = [task.export(of) for of in work]
    tell("cả việc (export)", len(work), sum(of.seconds for of in done), sum(of.cpu_seconds for of in done))


def tell(name: str, workspaces: int, seconds: float, cpu: float) -> None:
    per = 1_000 / workspaces / UNITS
    print(f"{name:36} {seconds * per:8.2f} ms/báo cáo {cpu * per:8.2f} ms CPU", flush=True)


def row(reports: int, way: str, seconds: float, results: list[Result]) -> None:
    """Prints a line of the table; a workspace that was not read would make it a lie."""
    unread = [of for of in results if not of.file]
    assert not unread, unread[0]
    began = time.monotonic()
    nationwide.sums(results)
    summed = time.monotonic() - began
    cpu = sum(of.cpu_seconds for of in results)
    peak = max(of.peak_mib for of in results)
    per = 1_000 / reports
    line([f"{reports:,}", way, *(f"{value:.2f}" for value in (seconds, seconds * per, cpu * per, peak, summed))])


def line(cells: list[str]) -> None:
    print("|", " | ".join(cells), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="thư mục mới, vài trăm MB / a new folder, some hundred MB")
    parser.add_argument("--giaingan", default="giaingan")
    asked = parser.parse_args()
    root = asked.root.resolve()
    began = time.monotonic()
    generate.country(root, max(SIZES) // UNITS, UNITS, months=1)
    print(f"{max(SIZES)} báo cáo minh họa: {time.monotonic() - began:.0f} giây", flush=True)
    below = len(offices.districts(offices.read(root)))
    assert below * UNITS == max(SIZES)
    with nationwide.connect(None, WORKERS) as client:
        for reports in SIZES:
            out = root / f"so-{reports}"
            if reports == SIZES[0]:
                steps(nationwide.tasks(root, [PERIOD], out / "buoc", asked.giaingan)[: reports // UNITS])
                line(COLUMNS)
                line(["---"] + ["---:"] * (len(COLUMNS) - 1))
            work = nationwide.tasks(root, [PERIOD], out / "mot", asked.giaingan)[: reports // UNITS]
            began = time.monotonic()
            results = [task.export(of) for of in work]
            row(reports, "một mình", time.monotonic() - began, results)
            work = nationwide.tasks(root, [PERIOD], out / "hai", asked.giaingan)[: reports // UNITS]
            began = time.monotonic()
            results = nationwide.export(client, work)
            row(reports, f"{WORKERS} worker", time.monotonic() - began, results)
        memory = client.run(lambda: __import__("psutil").Process().memory_info().rss // 2**20)
        print("MiB của mỗi worker:", *memory.values())


if __name__ == "__main__":
    main()
