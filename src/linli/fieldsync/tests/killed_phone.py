"""A phone that gives nothing up: sends its queue in order, its files part by part, again and again until all is answered."""

import http.client
import json
import random
import time
import uuid
from collections.abc import Callable

from linli.fieldsync.tests.phone import sha

PART_BYTES = 4_096
PATIENCE_S = 0.05
_AWAY = (OSError, http.client.HTTPException)


class StubbornPhone:
    """One phone's queue and how far it is."""

    def __init__(self, port: int, known: dict[str, str], tick: Callable[[], None], dice: random.Random) -> None:
        self.port, self.known, self.tick, self.dice = port, known, tick, dice
        self.queue: list[dict[str, object]] = []
        self.files: dict[str, list[bytes]] = {}
        self.whole: set[str] = set()
        self.answers: dict[str, dict[str, object]] = {}
        self.retries = 0

    def add(self, name, record, payload, files=()):
        """Queue a command, with files as (role, content)."""
        key = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        media = [
            {"sha256": sha(content), "size": len(content), "type": "image/jpeg", "role": role}
            for role, content in files
        ]
        self.files[key] = [content for _role, content in files]
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.queue.append({"id": key, "at": at, "name": name, "record": record, "payload": payload, "media": media})

    def send_all(self):
        """Send until every command has its last word."""
        waiting = list(self.queue)
        while waiting:
            some = waiting[: self.dice.randint(1, 4)]
            try:
                for one in some:
                    self._send_files(one)
                answers = self._commands(some)
            except _AWAY:
                self.retries += 1
                time.sleep(PATIENCE_S)
                continue
            assert not [one for one in answers if one["outcome"] == "needs-media"], (
                answers
            )  # what was whole stays whole
            self.answers |= {one["id"]: one for one in answers if one["outcome"] not in {"later", "needs-media"}}
            waiting = [one for one in waiting if one["id"] not in self.answers]

    def send_again(self):
        """Send everything once more, as after answers that were lost; give the answers."""
        found = {}
        for start in range(0, len(self.queue), 50):
            found |= {one["id"]: one for one in self._commands(self.queue[start : start + 50])}
        return found

    def _send_files(self, one):
        for content in self.files[one["id"]]:
            path = f"media/{one['id']}/{sha(content)}"
            if path in self.whole:
                continue
            _status, said = self._ask("GET", path)
            while not said.get("applied") and said["offset"] < len(content):
                start = said["offset"]
                part = content[start : start + PART_BYTES]
                given = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(content)}"}
                status, said = self._ask("PUT", path, part, given)
                assert status in {200, 409}, said
            self.whole.add(path)

    def _commands(self, some):
        sent_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        body = json.dumps({"device": self.known["id"], "sent_at": sent_at, "commands": some}).encode()
        status, said = self._ask("POST", "commands", body)
        assert status == 200, said
        return said["answers"]

    def _ask(self, method, path, body=None, headers=None):
        self.tick()
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            door.request(
                method,
                f"/field/api/{path}",
                body,
                {"Authorization": f"Bearer {self.known['token']}", **(headers or {})},
            )
            answer = door.getresponse()
            return answer.status, json.loads(answer.read())
        except ValueError as cut:
            raise http.client.HTTPException from cut
        finally:
            door.close()
