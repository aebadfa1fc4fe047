"""A bounded load over HTTP: clients that keep their connection and ask again as soon as they have their answer.

Only this machine is asked, and a run lasts 20 seconds at most. Latencies are of whole exchanges, send to last byte.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
MOST_SECONDS = 20.0
_READ_LIMIT = 1 << 20
_HEAD_END = b"\r\n\r\n"


@dataclass
class Outcome:
    """What one run brought."""

    seconds: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    first_refusal: str = ""
    answer_bytes: int = 0

    @property
    def answered(self) -> int:
        """How many requests were answered as they should be."""
        return len(self.latencies_ms)

    @property
    def per_second(self) -> float:
        """How many good answers came in a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """How long the given share of the answers took at most, in milliseconds."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


def post(path: str, body: bytes, *, headers: dict[str, str]) -> bytes:
    """Write a POST of JSON as it goes over the wire."""
    said = {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}
    return _head("POST", path, said) + body


def get(path: str, *, headers: dict[str, str]) -> bytes:
    """Write a GET as it goes over the wire."""
    return _head("GET", path, headers)


def run_load(port: int, requests: Iterator[bytes], *, clients: int, seconds: float, expect: int = 200) -> Outcome:
    """Send requests for some seconds, or until there are no more."""
    return asyncio.run(_run(port, requests, clients=clients, seconds=min(seconds, MOST_SECONDS), expect=expect))


async def exchange(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read one answer: its status and its body."""
    return await _answer(reader)


def median_of(values: list[float]) -> float:
    """Give the median; infinity of nothing."""
    return statistics.median(values) if values else float("inf")


def _head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _run(port: int, requests: Iterator[bytes], *, clients: int, seconds: float, expect: int) -> Outcome:
    outcome, start = Outcome(), time.perf_counter()
    until = start + seconds
    await asyncio.gather(*(_client(port, requests, outcome, until=until, expect=expect) for _ in range(clients)))
    outcome.seconds = time.perf_counter() - start
    return outcome


async def _client(port: int, requests: Iterator[bytes], outcome: Outcome, *, until: float, expect: int) -> None:
    reader, writer = await asyncio.open_connection(HOST, port, limit=_READ_LIMIT)
    while time.perf_counter() < until and (request := next(requests, None)) is not None:
        start = time.perf_counter()
        writer.write(request)
        status, body = await asyncio.wait_for(_answer(reader), MOST_SECONDS)
        outcome.answer_bytes += len(body)
        if status == expect:
            outcome.latencies_ms.append((time.perf_counter() - start) * 1000)
        else:
            outcome.refused[status] += 1
            outcome.first_refusal = outcome.first_refusal or body[:300].decode(errors="replace")
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(_HEAD_END)).decode("latin-1").split("\r\n")
    said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    status = int(head[0].split()[1])
    if said.get("transfer-encoding", "").lower() == "chunked":
        return status, await _chunks(reader)
    return status, await reader.readexactly(int(said.get("content-length", 0)))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
