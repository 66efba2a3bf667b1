"""The list of offices: which workspaces there are, and whom each hands its figures to."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

LIST = "co-quan.csv"


@dataclass(frozen=True)
class Office:
    """One line of the list. Two districts may have one name: only the code says which is meant."""

    code: str
    name: str
    above: str
    """The code of the office that takes its workbook; empty at the top."""
    folder: Path


def write(root: Path, offices: list[Office]) -> None:
    """Writes the list of an example, its folders as seen from there."""
    with open(root / LIST, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(field.name for field in fields(Office))
        out.writerows(astuple(office) for office in offices)


def read(root: Path) -> list[Office]:
    """The offices of the list in its order.

    A list of nobody; a code or a folder that stands there twice, and so would count twice; an office above that is not
    there, and so would lose what is below: ValueError.
    """
    with open(root / LIST, encoding="utf-8-sig", newline="") as file:
        offices = [
            Office(line["code"], line["name"], line["above"], (root / line["folder"]).resolve())
            for line in csv.DictReader(file)
        ]
    if not offices:
        raise ValueError(f"{LIST}: trống / empty")
    for what in ("code", "folder"):
        values = [getattr(office, what) for office in offices]
        twice = {str(value) for value in values if 1 < values.count(value)}
        if twice:
            raise ValueError(f"{LIST}: {what}: {', '.join(sorted(twice))}")
    unknown = {office.above for office in offices} - {office.code for office in offices} - {""}
    if unknown:
        raise ValueError(f"{LIST}: above: {', '.join(sorted(unknown))}")
    return offices


def districts(offices: list[Office]) -> list[Office]:
    """Those that units report to: nobody hands them a workbook."""
    takers = {office.above for office in offices}
    return [office for office in offices if office.code not in takers]
