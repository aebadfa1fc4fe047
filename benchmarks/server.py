"""The server that is measured: `linli serve` on a free port of this machine, stopped afterwards in every case."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from benchmarks.load import HOST
from benchmarks.watching import cpu_seconds

_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int
    started_in_s: float

    @property
    def cpu_seconds(self) -> float:
        """CPU time of the server, its workers and its background worker so far."""
        return cpu_seconds(self.pid)


@contextmanager
def linli_serve(*, with_worker: bool = True) -> Iterator[Server]:
    """Run `linli serve` over the benchmark installation."""
    command = [sys.executable, "-m", "linli.site.cli", "serve", *([] if with_worker else ["--no-worker"])]
    with serving(command) as server:
        yield server


@contextmanager
def serving(
    command: list[str], *, environment: dict[str, str] | None = None, patience_s: float = 60.0
) -> Iterator[Server]:
    """Run a command that listens on LINLI_PORT until the block ends; give it when it answers."""
    port = free_port()
    surroundings = {**os.environ, **(environment or {}), "LINLI_PORT": str(port)}
    start = time.perf_counter()
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for_answer(port, child, patience_s=patience_s)
        yield Server(child.pid, port, time.perf_counter() - start)
    finally:
        _stop(child)


def free_port() -> int:
    """Find a port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _wait_for_answer(port: int, child: subprocess.Popen[bytes], *, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if child.poll() is not None:
            message = f"the server ended with {child.returncode}"
            raise RuntimeError(message)
        with suppress(OSError, http.client.HTTPException):
            door = http.client.HTTPConnection(HOST, port, timeout=2)
            door.request("GET", "/healthz")
            if door.getresponse().status == http.HTTPStatus.OK:
                door.close()
                return
        time.sleep(_PAUSE_SECONDS)
    message = "the server gave no answer"
    raise RuntimeError(message)


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the server and all it started: they are one group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
