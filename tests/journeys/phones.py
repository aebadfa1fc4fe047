"""Phones with the field app in a real browser, and a town whose server dies on demand."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "linli-demo"
PATIENCE_S = 90
READY = "() => linliField.status ? linliField.status.value : {}"
OUTBOX = "async () => linliField.store.value ? linliField.store.value.outbox() : []"
# Photos are noise, so that they stay as large as real ones; the app's own shrinking makes them.
QUEUE = """async (made) => {
  const store = linliField.store.value
  const ids = []
  for (const { photos = 0, role = 'report', ...command } of made) {
    const media = []
    for (let at = 0; at < photos; at += 1) {
      const canvas = new OffscreenCanvas(400, 300)
      const pen = canvas.getContext('2d')
      const noise = pen.createImageData(400, 300)
      for (let from = 0; from < noise.data.length; from += 60_000)
        crypto.getRandomValues(noise.data.subarray(from, Math.min(noise.data.length, from + 60_000)))
      for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255
      pen.putImageData(noise, 0, 0)
      const picture = await linliField.shrink(await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 }))
      media.push({ blob: picture, role, name: 'photo.jpg' })
    }
    ids.push((await store.enqueue({ ...command, media })).id)
  }
  return ids
}"""
HELD_ON_PHONE = """async () => {
  const account = (await indexedDB.databases()).find((one) => /^linli-field-(?!keys)/.test(one.name))
  if (!account) return {}
  const base = await new Promise((go) => { const asked = indexedDB.open(account.name); asked.onsuccess = () => go(asked.result) })
  const count = (name) => new Promise((go) => { const asked = base.transaction(name).objectStore(name).count(); asked.onsuccess = () => go(asked.result) })
  const found = { blobs: await count('blobs'), media: await count('media'), rows: await count('rows'), outbox: await count('outbox') }
  base.close()
  return found
}"""

# Texts and files as the server keeps them, for what the phones sent under a mark.
KEPT = """
import json, sys
from pathlib import Path
from django.conf import settings
from linli.cases.models import Attachment, Case, CaseRecord
from linli.fieldsync.models import FieldCommand
from linli.cases.actions.attaching import path_of
mark = sys.argv[1]
notes = [row.note for row in CaseRecord.objects.filter(name="note", note__startswith=mark)]
cases = list(Case.objects.filter(text__startswith=mark).values_list("text", flat=True))
named = {path_of(sha).resolve() for sha in Attachment.objects.values_list("sha256", flat=True)}
lying = {path.resolve() for path in Path(settings.LINLI_MEDIA).rglob("*") if path.is_file() and path.suffix != ".part"}
incoming = [str(path) for path in (Path(settings.LINLI_DATA) / "incoming").rglob("*") if path.is_file()]
shown = Attachment.objects.filter(purpose="report", added_at__gte=sys.argv[2]).count()
ids = [str(key) for key in FieldCommand.objects.values_list("id", flat=True)]
print(json.dumps({"notes": notes, "cases": cases, "orphans": sorted(map(str, lying - named)),
                  "lost": sorted(map(str, named - lying)), "incoming": incoming, "photos": shown, "commands": ids}))
"""


def environment_of(data: Path, **own: str) -> dict[str, str]:
    """Give the environment of a town alone: no setting of the person's own installation reaches it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    town = {"LINLI_DATA": str(data), "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
    return others | town | own


class Town:
    """A small town of its own behind a server that may be killed at any moment."""

    def __init__(self, folder: Path, port: int) -> None:
        self.data, self.port = folder / "town", port
        self.environment = environment_of(self.data, LINLI_PORT=str(port))
        self.environment["PYTHONPATH"] += f"{os.pathsep}{ROOT}"
        self.environment["DJANGO_SETTINGS_MODULE"] = "tests.journeys.phone_settings"
        self.log = (folder / "serve.log").open("w")
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def linli(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "linli.site.cli", *arguments]
        ended = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=240)
        assert ended.returncode == 0, ended.stdout + ended.stderr

    def ask(self, script: str, *arguments: str) -> Any:
        """Run a few lines against the town's own database; they print JSON."""
        command = [sys.executable, "-c", f"import django\ndjango.setup()\n{script}", *arguments]
        ended = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return json.loads(ended.stdout)

    @property
    def worker(self) -> Path:
        """The service worker that this town serves to its phones."""
        return self.data / "dist" / "field-worker.js"

    def start(self) -> None:
        """Serve it, unless it is served already."""
        if self.server is not None and self.server.poll() is None:
            return
        command = [sys.executable, "-m", "linli.site.cli", "serve", "--no-worker", "--port", str(self.port)]
        self.server = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )
        until(self._answers, "the server answers")

    def kill(self) -> None:
        """End everything the server is made of at once, wherever it stands."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(timeout=20)
        self.server = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=1) as answer:
                return bool(answer.read() == b"ok\n")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Phone:
    """One device with the field app open."""

    def __init__(self, browser: Browser, town: Town, *, worker: bool = True, script: str = "") -> None:
        self.context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="zh-CN", timezone_id="Asia/Shanghai",
            base_url=town.address, service_workers="allow" if worker else "block",
        )  # fmt: skip
        self.context.add_init_script(f"window.linliField = {{}};{script}")
        self.page: Page = self.context.new_page()
        self.address = town.address

    def give_room(self, size: int | None) -> None:
        """Let the phone have no more room than so many bytes; nothing said: as much as there is."""
        more = {} if size is None else {"quotaSize": size}
        session = self.context.new_cdp_session(self.page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": self.address, **more})

    def sign_in(self, username: str = "worker") -> "Phone":
        self.page.goto("/accounts/login/?next=/field/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/field/**")
        until(lambda: self.status().get("last_at"), "the first sync is over")
        return self

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(READY)
        return found

    def rows(self, part: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("(part) => linliField.store.value.rows(part)", part)
        return found

    def queue(self, *made: dict[str, Any]) -> list[str]:
        ids: list[str] = self.page.evaluate(QUEUE, list(made))
        return ids

    def outbox(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(OUTBOX)
        return found

    def states(self) -> list[str]:
        return [entry["state"] for entry in self.outbox()]

    def offline(self, on: bool) -> None:
        self.context.set_offline(on)

    def sync(self) -> None:
        self.page.evaluate("() => { void linliField.syncNow() }")

    def held(self) -> dict[str, int]:
        """Count what lies in the phone's database."""
        found: dict[str, int] = self.page.evaluate(HELD_ON_PHONE)
        return found

    def through(self) -> bool:
        """Say whether nothing waits any more."""
        return not {"waiting", "sending", "held"} & set(self.states())

    def close(self) -> None:
        self.context.close()


def report(case: str, text: str, area: str, *, photos: int = 0, **more: Any) -> dict[str, Any]:
    payload = {"case": case, "text": text, "place": "none", "area": area, **more}
    return {"name": "case.report", "record": f"case:{case}", "payload": payload, "photos": photos}


def note(case: str, text: str, *, photos: int = 0) -> dict[str, Any]:
    return {"name": "case.note", "record": f"case:{case}", "payload": {"case": case, "text": text}, "photos": photos}


def new_id(chance: random.Random) -> str:
    """Make an id as the phone makes them, the same for the same seed but for its time."""
    stamp, rest = int(time.time() * 1000), chance.getrandbits(74)
    digits = f"{stamp:012x}7{rest >> 62:03x}{8 + (rest >> 60) % 4:x}{rest % (1 << 60):015x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def until(is_so: Callable[[], object], what: str, *, patience: float = PATIENCE_S) -> None:
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, f"not in {patience} s: {what}"
        time.sleep(0.1)
