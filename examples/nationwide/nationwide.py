"""Exports every district workspace of a list as a task of Dask and sums what was written, by period, program, office.

Exit status: 0 everything was read; 1 something was not, and stands in the list with its reason; 2 nothing was read.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
from dataclasses import asdict, astuple, fields
from pathlib import Path

import dask.dataframe as dd
import pandas as pd
from distributed import Client, as_completed

import offices
import task
from task import KEYS, Result, Task

RETRIES = 2
"""How often a task is tried again that failed by itself. One whose worker died is given to another three times."""
RESULTS, TOTALS, BY_OFFICE = "cong-viec.csv", "tong-hop.csv", "theo-co-quan.csv"


def connect(scheduler: str | None, workers: int) -> Client:
    """The engine: a cluster that runs already, or processes on this machine that end with the client."""
    if not scheduler:
        return Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    client = Client(scheduler)
    client.upload_file(task.__file__)
    return client


def tasks(root: Path, periods: list[str], out: Path, giaingan: str) -> list[Task]:
    """One task for each district of the list and each period."""
    below = offices.districts(offices.read(root))
    return [Task(of.code, of.folder, period, out, giaingan) for period in dict.fromkeys(periods) for of in below]


def export(client: Client, work: list[Task]) -> list[Result]:
    """Has every task done and answers for each of them, in their order."""
    asked = {f"{of.out}/{of.period}/{of.code}": of for of in work}
    futures = [client.submit(task.export, of, key=key, retries=RETRIES, pure=False) for key, of in asked.items()]
    results = {}
    # Results are fetched as they come, and none is left behind on a worker: one that dies takes nothing with it.
    coming = as_completed(futures, with_results=True, raise_errors=False)
    del futures
    for future, result in coming:
        of = asked[future.key]
        results[of] = lost(of, future.exception()) if future.status == "error" else result
    shutil.rmtree(work[0].out / task.ATTEMPTS, ignore_errors=True)
    return [results[of] for of in work]


def lost(of: Task, error: BaseException | None) -> Result:
    """A task that the engine gave up."""
    said = f"{type(error).__name__}: {error}"
    return Result(code=of.code, period=of.period, state=task.NOT_READ, status=None, folder=str(of.folder), said=said)


def sums(results: list[Result]) -> pd.DataFrame:
    """The amounts of all ledgers by office, period, program, funding and measure: in đồng, and whether all is known.

    Only the files of these results are read, whatever else lies in the folder.
    """
    frame = dd.from_map(task.figures, [of for of in results if of.file])
    # A cell that was set aside is of no program: without `dropna` it would be of no total.
    summed = frame.groupby(["code", *KEYS], dropna=False)[["amount", "unknown"]].sum(split_out=1).compute()
    return summed.assign(known=summed.unknown == 0).drop(columns="unknown").sort_index()


def save(out: Path, results: list[Result]) -> None:
    """Writes what became of each task, and the totals of all offices and of each, for Excel.

    What could not be read stands in all three: with its reason, in how many offices a total is of, and as an office
    whose amount is blank.
    """
    with open(out / RESULTS, "w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Result))
        table.writerows(astuple(of) for of in results)
    if not any(of.file for of in results):
        return
    summed = sums(results)
    together = summed.groupby(KEYS, dropna=False).agg({"amount": "sum", "known": "all"}).reset_index()
    by_period = pd.DataFrame(map(asdict, results)).groupby("period")
    together["offices"] = together.period.map(by_period.file.count())
    together["read"] = together.period.map(by_period.file.agg(lambda files: (files != "").sum()))
    together["silent_units"] = together.period.map(by_period.silent.sum())
    together.to_csv(out / TOTALS, index=False, encoding="utf-8-sig")
    unread = [{"code": of.code, "period": of.period, "known": False} for of in results if not of.file]
    by_office = pd.concat([summed.reset_index(), pd.DataFrame(unread)]).sort_values(["code", *KEYS])
    by_office.to_csv(out / BY_OFFICE, index=False, encoding="utf-8-sig")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help=f"thư mục có {offices.LIST} / the folder with the list of offices")
    parser.add_argument("out", type=Path, help="thư mục kết quả, chưa có / a new folder for the results")
    parser.add_argument("-p", "--period", nargs="+", required=True, metavar="2024-06")
    parser.add_argument("--giaingan", default="giaingan", help="chương trình, trên máy của mỗi worker / the program")
    parser.add_argument("--workers", type=int, default=2, help="số tiến trình trên máy này / processes on this machine")
    parser.add_argument(
        "--scheduler", metavar="tcp://…", help="cụm Dask có sẵn, chung ổ đĩa / a cluster with a shared disk"
    )
    asked = parser.parse_args()
    try:
        out = asked.out.resolve()
        work = tasks(asked.root, asked.period, out, asked.giaingan)
        out.mkdir(parents=True)
    except (OSError, ValueError) as error:
        print(f"nationwide: {error}", file=sys.stderr)
        return 2
    with connect(asked.scheduler, asked.workers) as client:
        results = export(client, work)
        save(out, results)
    unread = [of for of in results if not of.file]
    periods: dict[tuple[str, str, str], list[str]] = {}
    for of in unread:
        periods.setdefault((of.code, of.folder, of.said), []).append(of.period)
    for (code, folder, said), lacking in periods.items():
        print(f"KHÔNG ĐỌC ĐƯỢC {code} ({', '.join(lacking)}) {folder}: {said}")
    print(f"Đã đọc {len(results) - len(unread)}/{len(results)} thư mục, kỳ; kết quả: {out}")
    return 0 if not unread else 1 if len(unread) < len(results) else 2


if __name__ == "__main__":
    sys.exit(main())
