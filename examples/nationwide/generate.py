"""Generates a country to try on: districts with the monthly reports of their units, ten to a province, and the centre.

Số liệu minh họa: every name and amount is made up, and the same call writes the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

import offices
from offices import Office

YEAR = 2024
PROVINCE_HOLDS = 10
SILENT = 0.04
"""The share of reports that never came."""


@dataclass(frozen=True)
class Line:
    """What money is for, as the catalogue of giaingan knows it."""

    component: str
    name: str
    funding: str
    source: str


LINES = [
    Line("dtts.1", "Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt", "ĐT", "TW"),
    Line("dtts.2", "Quy hoạch, sắp xếp, bố trí, ổn định dân cư", "ĐT", "TW"),
    Line("dtts.4.1", "Đầu tư cơ sở hạ tầng thiết yếu", "ĐT", "TW"),
    Line("dtts.4.1", "Đầu tư cơ sở hạ tầng thiết yếu", "ĐT", "tỉnh"),
    Line("dtts.5.1", "Củng cố phát triển các trường phổ thông dân tộc nội trú, bán trú", "ĐT", "TW"),
    Line("dtts.6", "Bảo tồn, phát huy giá trị văn hóa truyền thống", "ĐT", "TW"),
    Line("gn.1.1", "Phát triển hạ tầng kinh tế - xã hội tại các huyện nghèo", "ĐT", "TW"),
    Line("gn.4.1", "Phát triển giáo dục nghề nghiệp vùng nghèo, vùng khó khăn", "ĐT", "TW"),
    Line("ntm.2", "Phát triển hạ tầng kinh tế - xã hội", "ĐT", "TW"),
    Line("ntm.2", "Phát triển hạ tầng kinh tế - xã hội", "ĐT", "tỉnh"),
    Line("ntm.2", "Phát triển hạ tầng kinh tế - xã hội", "ĐT", "huyện"),
    Line("ntm.7", "Nâng cao chất lượng môi trường", "ĐT", "TW"),
    Line("dtts.3.1", "Phát triển kinh tế nông, lâm nghiệp bền vững", "SN", "TW"),
    Line("dtts.3.2", "Hỗ trợ phát triển sản xuất theo chuỗi giá trị", "SN", "TW"),
    Line("dtts.5.3", "Phát triển giáo dục nghề nghiệp và giải quyết việc làm", "SN", "TW"),
    Line("dtts.8", "Thực hiện bình đẳng giới", "SN", "TW"),
    Line("gn.2", "Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "SN", "TW"),
    Line("gn.2", "Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "SN", "tỉnh"),
    Line("gn.3.1", "Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp", "SN", "TW"),
    Line("gn.3.2", "Cải thiện dinh dưỡng", "SN", "TW"),
    Line("gn.6.1", "Giảm nghèo về thông tin", "SN", "TW"),
    Line("gn.7.1", "Nâng cao năng lực thực hiện Chương trình", "SN", "TW"),
    Line("ntm.3", "Tiếp tục thực hiện có hiệu quả cơ cấu lại ngành nông nghiệp", "SN", "TW"),
    Line("ntm.6", "Nâng cao chất lượng đời sống văn hóa", "SN", "tỉnh"),
]
SHEETS = {"ĐT": "Vốn đầu tư", "SN": "Vốn sự nghiệp"}
SOURCES = {"TW": "NSTW", "tỉnh": "NS tỉnh", "huyện": "NS huyện"}
Table = list[list[Any]]


def country(root: Path, districts: int, units: int, months: int) -> list[Office]:
    """Writes the workspaces of a country under `root`, a new folder, and the list of its offices."""
    root.mkdir(parents=True)
    top = Office("TW", "Cơ quan tổng hợp trung ương", "", Path("trung-uong"))
    provinces = [
        Office(f"T{at:02}", f"Tỉnh Minh họa {at:02}", top.code, Path(f"tinh/T{at:02}"))
        for at in range(1, -(-districts // PROVINCE_HOLDS) + 1)
    ]
    numbers = [f"{at:0{len(str(districts))}}" for at in range(1, districts + 1)]
    below = [
        Office(f"H{at}", f"Huyện Minh họa {at}", provinces[place // PROVINCE_HOLDS].code, Path(f"huyen/H{at}"))
        for place, at in enumerate(numbers)
    ]
    everyone = [top, *provinces, *below]
    workspace(root, top, "trung ương", units_of(provinces, "tỉnh"), [])
    for province in provinces:
        own = [office for office in below if office.above == province.code]
        workspace(root, province, "tỉnh", units_of(own, "huyện"), [])
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(district, root, units, months), below, chunksize=4))
    offices.write(root, everyone)
    return everyone


def units_of(below: list[Office], kind: str) -> Table:
    return [[office.code, office.name, kind] for office in below]


def workspace(root: Path, office: Office, level: str, units: Table, journal: Table) -> None:
    """giaingan.toml and danh-muc.xlsx of an office; `journal` is in đồng."""
    folder = root / office.folder
    folder.mkdir(parents=True)
    (folder / "giaingan.toml").write_text(
        f'# Số liệu minh họa\n[office]\nname = "{office.name}"\nlevel = "{level}"\nyear = {YEAR}\n', encoding="utf-8"
    )
    heading = ["Số quyết định", "Ngày", "Mã đơn vị", "Mã nội dung", "Loại vốn", "Nguồn vốn", "Năm vốn", "Số tiền"]
    book(
        folder / "danh-muc.xlsx",
        {
            "Đơn vị": [["Mã đơn vị", "Tên đơn vị", "Loại"], *units],
            "Kế hoạch vốn": [["Đơn vị tính: đồng"], heading, *journal],
        },
    )


def district(root: Path, units: int, months: int, office: Office) -> None:
    """A district: its register, which has not allocated all, and what its units sent; now and then one is silent."""
    members = [[f"X{at:02}", f"Xã Minh họa {at:02}", "xã"] for at in range(1, units + 1)]
    plans = {unit[0]: plan(random.Random(f"{office.code} {unit[0]}")) for unit in members}
    assigned = sum((Counter(own) for own in plans.values()), Counter())
    journal = [decision("", line, amount * 21 // 20) for line, amount in assigned.items()]
    journal += [decision(unit, line, amount) for unit, own in plans.items() for line, amount in own.items()]
    workspace(root, office, "huyện", members, journal)
    for code, name, _ in members:
        course = random.Random(f"{office.code} {code} reports")
        paid = dict.fromkeys(plans[code], 0)
        for month in range(1, months + 1):
            flow = {line: amount * course.randrange(0, 9_000) // 100_000 for line, amount in plans[code].items()}
            paid = {line: paid[line] + flow[line] for line in paid}
            if SILENT <= course.random():
                folder = root / office.folder / f"nop/{YEAR}-{month:02}"
                folder.mkdir(parents=True, exist_ok=True)
                book(folder / f"{code} thang {month}.xlsx", report(code, name, month, plans[code], flow, paid))


def plan(chance: random.Random) -> dict[Line, int]:
    """What a unit may spend in the year, in đồng: two lines of three."""
    own = [line for line in LINES if chance.random() < 0.67] or LINES[:1]
    return {line: chance.randrange(50_000, 3_000_000) * 1_000 for line in own}


def decision(unit: str, line: Line, amount: int) -> list[object]:
    return ["QĐ 01", f"15/01/{YEAR}", unit, line.component, line.funding, line.source, YEAR, amount]


def report(
    code: str, name: str, month: int, plans: dict[Line, int], flow: dict[Line, int], paid: dict[Line, int]
) -> dict[str, Table]:
    """The sheets of a unit's report.

    Every second unit reports in đồng, the others in million đồng; every third states the cumulative only, so that
    what it paid in a month is not known where the month before is missing.
    """
    number = int(code[1:])
    in_millions = number % 2 == 0
    measures = [("Kế hoạch vốn", plans), ("Giải ngân trong kỳ", flow), ("Lũy kế giải ngân", paid)]
    if number % 3 == 0:
        del measures[1]
    sheets: dict[str, Table] = {}
    for funding, sheet in SHEETS.items():
        lines = [line for line in plans if line.funding == funding]
        amounts = [
            [figures[line] / 10**6 if in_millions else figures[line] for _, figures in measures] for line in lines
        ]
        sheets[sheet] = [
            [f"UBND {name}"],
            [f"BÁO CÁO TÌNH HÌNH GIẢI NGÂN THÁNG {month} NĂM {YEAR} (số liệu minh họa)"],
            [f"Đơn vị tính: {'triệu đồng' if in_millions else 'đồng'}"],
            ["STT", "Mã", "Nội dung", "Nguồn vốn", "Năm vốn", *(heading for heading, _ in measures)],
            *(
                [at, line.component, line.name, SOURCES[line.source], YEAR, *own]
                for at, (line, own) in enumerate(zip(lines, amounts, strict=True), start=1)
            ),
        ]
    return sheets


def book(path: Path, sheets: dict[str, Table]) -> None:
    """Writes a workbook with a fixed day of making: the same tables give the same bytes."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": dt.datetime(YEAR, 1, 1)})
        for name, table in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(table):
                sheet.write_row(at, 0, row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="thư mục mới / a new folder")
    parser.add_argument("--districts", type=int, default=50)
    parser.add_argument("--units", type=int, default=12, help="của mỗi huyện / of a district")
    parser.add_argument("--months", type=int, default=12, choices=range(1, 13), metavar="1..12")
    asked = parser.parse_args()
    country(asked.root, asked.districts, asked.units, asked.months)


if __name__ == "__main__":
    main()
