"""A real town behind a real server, a real browser in front of it; screenshots and axe on the way."""

import fcntl
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.journeys.phones import Town, environment_of
from tests.journeys.settling import settle, watch

from linli.messages.testing import HttpServer, http_server

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts" / "journeys"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "linli-demo"
PATIENCE_SECONDS = 90
LONGEST_SECONDS = 600


SEVERAL = """
import contextlib, io, json, sys
from linli.site.cli import linli
told = []
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            linli.main(args=arguments, standalone_mode=False)
        except SystemExit as end:
            if end.code:
                sys.exit(out.getvalue())
    told.append(out.getvalue())
print(json.dumps(told))
"""


@dataclass
class House:
    """A served town."""

    address: str
    environment: dict[str, str]

    def linli(self, *arguments: str) -> str:
        """Run the command line against the same town."""
        return self._run("-m", "linli.site.cli", *arguments)

    def several(self, *commands: Sequence[str]) -> list[str]:
        """Run some commands one after the other in one process, which starts once; gives what each said."""
        told: list[str] = json.loads(self._run("-c", SEVERAL, json.dumps(commands)))
        return told

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        ended = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_SECONDS
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout


@pytest.fixture(scope="session")
def gateway() -> Iterator[HttpServer]:
    """An SMS gateway on this machine that keeps what the town sends."""
    with http_server() as kept:
        yield kept


@pytest.fixture(scope="session")
def sample_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a sample town, made once for all workers; whoever serves the town takes a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample-town"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            House("", environment_of(making)).linli("demo", "--residents", "800", "--cases", "150", "--no-serve")
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, sample_town: Path, gateway: HttpServer) -> Iterator[House]:
    with served(tmp_path_factory, sample_town, gateway) as town:
        yield town


@contextmanager
def served(tmp_path_factory: pytest.TempPathFactory, sample_town: Path, gateway: HttpServer) -> Iterator[House]:
    """Serve a copy of the sample town."""
    port = _free_port()
    data = Path(shutil.copytree(sample_town, tmp_path_factory.mktemp("house") / "town"))
    own = {"LINLI_PORT": str(port), "LINLI_SMS_URL": f"{gateway.url}/sms", "LINLI_QUIET_HOURS": "00:00-00:00"}
    environment = environment_of(data, **own)
    town = House(f"http://127.0.0.1:{port}", environment)
    log = (tmp_path_factory.mktemp("log") / "serve.log").open("w")
    command = [sys.executable, "-m", "linli.site.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait_for(f"{town.address}/healthz", server)
        yield town
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def field_town(tmp_path_factory: pytest.TempPathFactory, sample_town: Path) -> Iterator[Town]:
    """A town for phones, whose server the journeys of the field app kill."""
    folder = tmp_path_factory.mktemp("field-town")
    shutil.copytree(sample_town, folder / "town")
    made = Town(folder, _free_port())
    made.start()
    yield made
    made.kill()
    made.log.close()


def _free_port() -> int:
    """Find a port below those that connections take for themselves, so that none takes it before the server does.

    Tests begin with one seed in all processes: what is to differ between these is drawn by the system.
    """
    for port in random.SystemRandom().sample(range(20_000, 30_000), 100):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    pytest.fail("no free port")


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.read() == b"ok\n":
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the server did not answer at {address}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


class Visitor:
    """Somebody at a browser: opens pages, and every page is looked at by axe and kept as a picture."""

    def __init__(self, browser: Browser, house: House, *, width: int = 1440) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=house.address,
        )
        self.page: Page = self.context.new_page()
        watch(self.page)
        self.width = width
        self.trouble: list[str] = []
        self.page.on("console", lambda message: self.trouble.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", lambda request: self._stay_here(request.url, house.address))

    def _stay_here(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.trouble.append(f"request to another host: {url}")

    def sign_in(self, username: str) -> "Visitor":
        self.page.goto("/accounts/login/?next=/desk/cases/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/desk/**")
        return self

    def look(self, name: str) -> None:
        """Keep the page as a picture; axe finds nothing, the page does not scroll sideways, nothing was refused."""
        settle(self.page)
        if "CI" not in os.environ:  # nobody looks at those, and each takes as long as opening the page
            ARTEFACTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=ARTEFACTS / f"{name}-{self.width}.png", full_page=True)
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' | '))"
        )
        assert found == [], name
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        assert self.trouble == [], name

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[object]:
    opened: list[Visitor] = []

    def make(*, width: int = 1440) -> Visitor:
        opened.append(Visitor(browser, house, width=width))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.close()
