"""A small run of everything: a worker is killed, a workspace is damaged, and three roads lead to the same totals.

    GIAINGAN=… python -m unittest test_nationwide     (in this folder)
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
import unittest
from pathlib import Path

from distributed import Client

import generate
import nationwide
import task
import three_roads
from task import Result

GIAINGAN = os.environ.get("GIAINGAN", "giaingan")
PERIODS = [f"{generate.YEAR}-{month:02}" for month in range(1, 13)]
DAMAGED = "H3"
STRANGE: generate.Table = [
    ["UBND Xã Minh họa 01"],
    [f"BÁO CÁO TÌNH HÌNH GIẢI NGÂN THÁNG 12 NĂM {generate.YEAR}"],
    ["Đơn vị tính: đồng"],
    ["STT", "Mã", "Nội dung", "Nguồn vốn", "Năm vốn", "Kế hoạch vốn", "Giải ngân trong kỳ", "Lũy kế giải ngân"],
    [1, "gn.3.2", "Cải thiện dinh dưỡng", "NSTW", generate.YEAR, 1_000, 10, 900],
]
"""A report in another unit of money than it says: its 1.910 đồng are set aside."""


class Nationwide(unittest.TestCase):
    """A year of four districts."""

    temp: Path
    root: Path
    out: Path
    client: Client
    killed: set[int]
    results: list[Result]

    @classmethod
    def setUpClass(cls) -> None:
        cls.temp = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.temp)
        cls.root = cls.temp / "ca-nuoc"
        generate.country(cls.root, districts=4, units=6, months=len(PERIODS))
        (cls.root / "huyen" / DAMAGED / "giaingan.toml").write_text("[office\n", encoding="utf-8")
        generate.book(cls.root / "huyen" / "H2" / "nop" / PERIODS[-1] / "X01 thang 12.xlsx", {"Vốn sự nghiệp": STRANGE})
        cls.client = nationwide.connect(None, workers=2)
        cls.addClassCleanup(cls.client.close)
        cls.out = cls.temp / "mot"
        workers = set(cls.client.run(os.getpid).values())
        killer = threading.Thread(target=kill_one, args=(cls.out,))
        killer.start()
        cls.results = nationwide.export(cls.client, nationwide.tasks(cls.root, PERIODS, cls.out, GIAINGAN))
        killer.join()
        cls.client.wait_for_workers(2)
        cls.killed = workers - set(cls.client.run(os.getpid).values())
        nationwide.save(cls.out, cls.results)

    def test_a_killed_worker_costs_nothing(self) -> None:
        self.assertEqual(len(self.killed), 1)
        self.assertEqual(len(self.results), 4 * len(PERIODS))
        undisturbed = nationwide.export(self.client, nationwide.tasks(self.root, PERIODS, self.temp / "hai", GIAINGAN))
        self.assertEqual(sum(bool(of.file) for of in undisturbed), 3 * len(PERIODS))
        for one, other in zip(self.results, undisturbed, strict=True):
            self.assertEqual(
                (one.code, one.period, one.said, one.rows), (other.code, other.period, other.said, other.rows)
            )
            if one.file:
                self.assertEqual(Path(one.file).read_bytes(), Path(other.file).read_bytes())

    def test_a_damaged_workspace_is_named_with_its_reason_in_every_period(self) -> None:
        named = [(of.code, of.period, of.status) for of in self.results if not of.file]
        self.assertEqual(named, [(DAMAGED, period, 2) for period in PERIODS])
        self.assertTrue(all("giaingan.toml" in of.said for of in self.results if not of.file))
        listed = (self.out / nationwide.RESULTS).read_text(encoding="utf-8-sig")
        self.assertEqual(listed.count(task.NOT_READ), len(PERIODS))

    def test_a_task_that_fails_every_time_is_named_too(self) -> None:
        work = nationwide.tasks(self.root, PERIODS[:1], self.temp / "ba", "/khong/co/giaingan")[:1]
        [result] = nationwide.export(self.client, work)
        self.assertEqual((result.code, result.status, result.file), (work[0].code, None, ""))
        self.assertIn("FileNotFoundError", result.said)

    def test_money_that_was_set_aside_is_of_no_program_and_stands_in_the_totals(self) -> None:
        totals = (self.out / nationwide.TOTALS).read_text(encoding="utf-8-sig").splitlines()
        aside = [line.split(",")[:5] for line in totals if ",set_aside," in line]
        self.assertEqual(aside, [[PERIODS[-1], "", "", "set_aside", "1910"]])

    def test_three_roads_lead_to_the_same_totals(self) -> None:
        roads = three_roads.roads(self.root, self.out, GIAINGAN)
        self.assertEqual(three_roads.differences(roads), [])
        self.assertLess(12 * 3 * 6, len(roads["giaingan"]))


def kill_one(out: Path) -> None:
    """Kills the first worker that is seen in the middle of a task."""
    while not (begun := list((out / task.ATTEMPTS).glob("*"))):
        time.sleep(0.001)
    os.kill(int(begun[0].name.split("-")[-2]), signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
