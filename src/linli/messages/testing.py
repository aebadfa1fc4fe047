"""Servers on this machine that stand for a mail server, an SMS gateway, group bots and push services; notices to test with."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from linli.core.ids import new_id
from linli.messages import actions
from linli.messages.rules import USUAL_WISHES, Channel, Wish

NOON = "2026-11-16T04:00:00+00:00"  # 12:00 in the tenant's zone
NIGHT = "2026-11-16T15:30:00+00:00"  # 23:30


@dataclass
class Heard:
    """One request a server was sent."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


@dataclass
class HttpServer:
    """A server that keeps what it was sent and answers what it was told to, in turn; the last answer stays."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, "{}")])
    hold: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> tuple[int, str]:
        """Give the next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def http_server() -> Iterator[HttpServer]:
    """Serve on a free port of this machine."""
    kept = HttpServer()
    kept.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.heard.append(Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            kept.hold.wait(20)
            status, text = kept.answer()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            if status in {301, 302, 307}:
                self.send_header("Location", f"{kept.url}/elsewhere")
            with suppress(OSError):  # whoever asked may have left
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.hold.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class MailServer:
    """A mail server that keeps its letters; `refusal` is what it says to every receiver."""

    url: str = ""
    letters: list[Any] = field(default_factory=list)
    refusal: str = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 the name aiosmtpd calls
        """Take a receiver, or refuse."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 as above
        """Keep a letter."""
        self.letters.append(envelope)
        return "250 OK"


class _OnFreePort(Controller):
    def _trigger_server(self) -> None:
        """The base class knocks at port 0; here the port is known once the server stands."""
        self.port = getattr(self.server, "sockets")[0].getsockname()[1]  # noqa: B009 its stub knows no sockets
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd ships half its types


@contextmanager
def mail_server(**how: Any) -> Iterator[MailServer]:  # Any: whatever aiosmtpd takes
    """Take mail on a free port of this machine."""
    kept = MailServer()
    controller = _OnFreePort(kept, hostname="127.0.0.1", port=0, **how)
    controller.start()
    kept.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield kept
    finally:
        controller.stop()


def wish_for(account_id: Any, *, phone: str | None = None, **wishes: Wish) -> None:
    """Choose channels by name (`mail=Wish.OFF`); the others stay as usual."""
    chosen = {**USUAL_WISHES, **{Channel(name): wish for name, wish in wishes.items()}}
    actions.choose(account_id, wishes=chosen, quiet=None, phone=phone)


def a_fact(case: Any, **values: object) -> Mapping[str, object]:
    """Make the payload of a fact about a case, with the id that a stored fact has."""
    return {"case_id": str(case.pk), "fact_id": str(new_id()), **values}


def with_mail(account: Any, address: str = "sun@office.example") -> Any:
    """Give an account an e-mail address; back comes its key."""
    type(account).objects.filter(pk=account.pk).update(email=address)
    return account.pk
