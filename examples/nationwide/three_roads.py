"""Holds three ways to the totals of a run against each other, to the đồng: giaingan's own way up, DuckDB, and Dask.

giaingan: each district's consolidated workbook is a report of its province, and each province's one of the centre.
DuckDB: one statement over the ledgers that the run wrote. Dask: the totals that the run wrote itself.
Exit status: 0 all three are the same, 1 they are not.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

import nationwide
import offices
import task
from offices import Office

COLUMNS = ["code", *task.KEYS]
Totals = dict[tuple[str, ...], tuple[int, bool]]
"""(period, program, funding, measure) for all, (period, code, measure) for an office: đồng; whether all is known."""
MEASURES = {"assigned": "plan", "in_period": "in_period", "cumulative": "cumulative"}
"""What a ledger and what the report of the level above call it: the plan of an office is what was assigned to it."""


def roads(root: Path, out: Path, giaingan: str) -> dict[str, Totals]:
    """The totals of a run by all three."""
    above = {office.code: office.above for office in offices.read(root)}
    with tempfile.TemporaryDirectory() as work:
        return {
            "giaingan": by_giaingan(root, sorted(folder.name for folder in out.glob("[0-9]*")), giaingan, Path(work)),
            "DuckDB": by_duckdb(out, above),
            "Dask": by_dask(out, above),
        }


def by_dask(out: Path, above: dict[str, str]) -> Totals:
    """The totals that the run wrote."""
    totals: Totals = {}
    with open(out / nationwide.BY_OFFICE, encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if not line["amount"]:
                continue  # an office that could not be read
            keys = [line[key] for key in COLUMNS]
            add(totals, above, keys, (int(line["amount"]), line["known"] == "True"))
    return totals


def by_duckdb(out: Path, above: dict[str, str]) -> Totals:
    """The same from the ledgers as they lie there, one year at a time."""
    totals: Totals = {}
    for year in sorted({folder.name[:4] for folder in out.glob("[0-9]*")}):
        ledgers = str(out / f"{year}-*" / "*.parquet")
        found = duckdb.execute(
            """
            SELECT parse_filename(filename, true) AS code, period, program, funding, measure,
                   coalesce(sum(amount), 0), bool_and(known OR NOT reports)
            FROM (SELECT *, bool_or(kind = 'report') OVER (PARTITION BY filename, unit) OR unit IS NULL AS reports
                  FROM read_parquet(?, filename = true))
            GROUP BY ALL
            """,
            [ledgers],
        )
        for *keys, amount, known in found.fetchall():
            add(totals, above, keys, (int(amount), known))
    return totals


def add(totals: Totals, above: dict[str, str], columns: list[str], figure: tuple[int, bool]) -> None:
    """Adds a sum of an office to its own total, to those of the offices above it, and to that of its program."""
    code, period, program, funding, measure = columns
    if measure not in MEASURES or not program:
        return
    keys: list[tuple[str, ...]] = [(period, program, funding, measure)]
    while code:
        keys.append((period, code, measure))
        code = above[code]
    for key in keys:
        amount, known = totals.get(key, (0, True))
        totals[key] = (amount + figure[0], known and figure[1])


def by_giaingan(root: Path, periods: list[str], giaingan: str, work: Path) -> Totals:
    """Hands the workbooks up, period by period, in copies of the offices above: theirs stay as they are."""
    everyone = offices.read(root)
    below = {office.code for office in offices.districts(everyone)}
    for office in everyone:
        if office.code not in below:
            shutil.copytree(office.folder, work / office.code, ignore=shutil.ignore_patterns("nop", "ket-qua"))
    totals: Totals = {}
    for period in sorted(periods):
        for office in upwards(everyone):
            folder = office.folder if office.code in below else work / office.code
            workbook = work / f"{office.code} {period}.xlsx"
            ran = task.run([giaingan, "aggregate", folder, "-p", period, "--format", "json", "-o", workbook, "--quiet"])
            if ran.status == 2:
                continue  # nothing of it goes up, and no task has read it
            if office.code not in below:
                tell(totals, period, office.code, json.loads(ran.printed), is_top=not office.above)
            if office.above:
                received = work / office.above / "nop" / period
                received.mkdir(parents=True, exist_ok=True)
                workbook.rename(received / f"{office.code}.xlsx")
    return totals


def upwards(everyone: list[Office]) -> list[Office]:
    """Those below before those above."""

    def height(office: Office) -> int:
        return 1 + max((height(of) for of in everyone if of.above == office.code), default=0)

    return sorted(everyone, key=height)


def tell(totals: Totals, period: str, code: str, report: dict, is_top: bool) -> None:
    """Takes an office's own total and those of the offices below it, and from the top the programs."""
    told: list[tuple[tuple[str, ...], dict]] = [((period, code), report["totals"])]
    silent = {of["unit"] for of in report["submissions"] if of["state"] == "missing"}
    told += [((period, unit["unit"]), unit) for unit in report["by_unit"] if unit["unit"] not in silent]
    if is_top:
        told += [((period, of["program"], of["funding"]), of) for of in report["by_program_funding"]]
    for key, of in told:
        for measure, field in MEASURES.items():
            totals[*key, measure] = (of[field], of.get(f"{field}_known", True))


def differences(roads: dict[str, Totals]) -> list[str]:
    """Every total that is not the same on all roads, or not there."""
    keys = sorted(set().union(*roads.values()))
    return [
        f"{' '.join(key)}: {', '.join(f'{name} {totals.get(key)}' for name, totals in roads.items())}"
        for key in keys
        if 1 < len({totals.get(key) for totals in roads.values()})
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path, help="thư mục mà nationwide.py đã ghi / what nationwide.py wrote")
    parser.add_argument("--giaingan", default="giaingan")
    asked = parser.parse_args()
    told = roads(asked.root, asked.out, asked.giaingan)
    found = differences(told)
    for line in found:
        print(line)
    print(f"{len(told['giaingan'])} số tổng, {len(found)} khác nhau")
    return 1 if found or not told["giaingan"] else 0


if __name__ == "__main__":
    sys.exit(main())
