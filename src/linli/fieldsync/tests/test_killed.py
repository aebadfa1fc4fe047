"""The server is killed again and again while three phones send: every command once, no file too many or too few.

`LINLI_KILLS` (30 and more in a quiet hour) and `LINLI_SEED` repeat a run: pytest -s src/linli/fieldsync/tests/test_killed.py
"""

import io
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from PIL import Image

from linli.fieldsync.tests.killed_phone import StubbornPhone
from linli.staff.testing import GRID

pytestmark = pytest.mark.journey  # a town of its own, on SQLite whatever the suite runs on
ROOT = Path(__file__).parents[4]
KILLS = int(os.environ.get("LINLI_KILLS", "3"))
REPORTS, NOTES = 35, 25
TICKS = 9  # requests between two kills, about
LATEST_S = 0.06  # after a request began
PATIENCE_S = 60


class House:
    """A served town whose server is killed while requests are on their way."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice, self.kills = folder, random.Random(seed), 0
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        own = {
            "LINLI_DATA": str(folder),
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        }
        self.environment = {name: it for name, it in os.environ.items() if not name.startswith("LINLI_")} | own
        self._lock, self._left, self._child = threading.Lock(), TICKS, None

    def run(self, *arguments: str) -> dict:
        """Run the town's own program."""
        command = [sys.executable, "-m", "linli.fieldsync.tests.killed_town", *arguments]
        ended = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout.splitlines()[-1])

    def start(self) -> None:
        command = [sys.executable, "-m", "linli.site.cli", "serve", "--no-worker", "--port", str(self.port)]
        log = (self.folder / "serve.log").open("ab")
        self._child = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        pytest.fail((self.folder / "serve.log").read_text()[-2_000:])

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def tick(self) -> None:
        """Count a request; of about every ninth the server does not see the end."""
        with self._lock:
            self._left -= 1
            if self._left > 0 or self.kills >= KILLS:
                return
            self._left, self.kills = self.dice.randint(TICKS // 2, TICKS + 3), self.kills + 1
            threading.Thread(target=self._kill, args=(self.dice.uniform(0, LATEST_S),)).start()

    def _kill(self, after_s: float) -> None:
        time.sleep(after_s)
        with self._lock:  # nobody counts on while there is no server
            self.stop()
            self.start()


def picture(number: int) -> bytes:
    """Make a small JPEG unlike all others."""
    noise = random.Random(number).randbytes(120 * 90 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (120, 90), noise).save(out, "JPEG", quality=60)
    return out.getvalue()


def fill(phones: dict[str, StubbornPhone], town: dict) -> None:
    """Queue 200 commands with 100 photos; the phones share ten orders and ten residents."""
    photos = (picture(number) for number in range(1_000))
    for place, name in enumerate(("a", "b")):
        fill_own(phones[name], name, photos)
        fill_shared(phones[name], place, town, photos)
    for key in town["orders"]:
        phones["c"].add("case.accept", f"case:{key}", {"case": key})
        pair = [("before", next(photos)), ("after", next(photos))]
        phones["c"].add("case.answer", f"case:{key}", {"case": key, "result": "已清运并冲洗地面"}, pair)
    for key in town["orders"]:
        phones["c"].add("case.note", f"case:{key}", {"case": key, "text": "已回访居民"})


def fill_own(phone: StubbornPhone, name: str, photos: Iterator[bytes]) -> None:
    """Queue reports with a photo each, and notes on most of them."""
    own = [str(uuid.UUID(int=phone.dice.getrandbits(128), version=4)) for _ in range(REPORTS)]
    for number, key in enumerate(own):
        said = {"case": key, "text": f"{name}{number} 井盖松动", "place": "none", "area": GRID}
        phone.add("case.report", f"case:{key}", said, [("report", next(photos))])
    for number, key in enumerate(own[:NOTES]):
        phone.add("case.note", f"case:{key}", {"case": key, "text": f"第{number}次补充"})


def fill_shared(phone: StubbornPhone, place: int, town: dict, photos: Iterator[bytes]) -> None:
    """Queue notes on the shared orders, every other one with a photo more, and another number for each shared resident."""
    for number, key in enumerate(town["orders"]):
        phone.add("case.note", f"case:{key}", {"case": key, "text": "现场看过"})
        if number % 2 == place:
            phone.add("case.note", f"case:{key}", {"case": key, "text": "补一张"}, [("report", next(photos))])
    for number, key in enumerate(town["people"]):
        shown, mine = f"199******{number:02d}", f"1990000{place}0{40 + 20 * place + number}"
        said = {"person": key, "base": {"phone": shown}, "set": {"phone": mine}, "reason": "上门核对"}
        phone.add("person.edit", f"person:{key}", said)


def send_while_killed(house: House, phones: Iterable[StubbornPhone]) -> str:
    """Let all phones send at once until everything is answered; say how it went."""
    started = time.monotonic()
    threads = [threading.Thread(target=phone.send_all) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, kills = time.monotonic() - started, house.kills
    house.kills = KILLS  # from here on the server lives
    return f"{kills} kills, {sum(phone.retries for phone in phones)} broken requests, {took:.0f} s"


@pytest.mark.journey
def test_a_server_killed_at_any_moment_loses_and_doubles_nothing(tmp_path):
    seed = int(os.environ.get("LINLI_SEED", "0")) or random.SystemRandom().randrange(10**6)
    house = House(tmp_path, seed)
    town = house.run("make")
    phones = {
        name: StubbornPhone(house.port, town["phones"][name], house.tick, random.Random(seed + place))
        for place, name in enumerate(("a", "b", "c"))
    }
    fill(phones, town)
    commands = [one for phone in phones.values() for one in phone.queue]
    assert (len(commands), sum(len(one["media"]) for one in commands)) == (200, 100)
    house.start()
    try:
        said = send_while_killed(house, phones.values())
        print(f"seed {seed}: {said}")  # noqa: T201 the seed repeats the run
        house.run("sweep")
        kept = counted(tmp_path)
        again = {key: one for phone in phones.values() for key, one in phone.send_again().items()}
    finally:
        house.stop()
    firsts = {key: one for phone in phones.values() for key, one in phone.answers.items()}
    assert said.startswith(f"{KILLS} kills")
    assert Counter(one["outcome"] for one in firsts.values()) == {"applied": 190, "conflict": 10}
    assert again == firsts
    assert counted(tmp_path) == kept
    check_once(tmp_path, commands)
    check_files(tmp_path)


def counted(folder: Path) -> dict[str, int]:
    """Count the rows that commands make."""
    tables = (
        "cases_case", "cases_caserecord", "cases_attachment", "register_registerchange", "fieldsync_fieldcommand",
        "core_appliedcommand", "core_storedfact",
    )  # fmt: skip
    with closing(sqlite3.connect(folder / "linli.sqlite3")) as store:
        return {table: store.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}


def check_once(folder: Path, commands: list[dict]) -> None:
    """See that each command made its lines once."""
    with closing(sqlite3.connect(folder / "linli.sqlite3")) as store:
        lines = Counter(row[0] for row in store.execute("select command_id from cases_caserecord"))
        changes = Counter(
            row[0]
            for row in store.execute("select command_id from register_registerchange where subject_kind = 'resident'")
        )
        ledger = {row[0] for row in store.execute("select id from fieldsync_fieldcommand")}
        attached = store.execute("select count(*) from cases_attachment where added_at > '2026-11-17'").fetchone()[0]
    ids = {uuid.UUID(one["id"]).hex for one in commands}
    assert ledger == ids
    assert {lines[uuid.UUID(one["id"]).hex] for one in commands if one["name"].startswith("case.")} == {1}
    assert sum(changes[one] for one in ids) == 10  # of two edits of one field one is taken, one is told
    assert attached == 100


def check_files(folder: Path) -> None:
    """See that each photo of a row lies there, and nothing else."""
    with closing(sqlite3.connect(folder / "linli.sqlite3")) as store:
        known = {row[0] for row in store.execute("select sha256 from cases_attachment")}
    lie = {one.parent.name + one.stem for one in (folder / "attachments").rglob("*.jpg")}
    assert lie == known
    assert not [one for one in (folder / "incoming").rglob("*") if one.is_file()]
    others = [one for one in (folder / "attachments").rglob("*") if one.is_file() and one.suffix != ".jpg"]
    assert {one.parent.name for one in others} <= {"half-written"}  # swept after an hour
