"""A phone as tests use it: registered by a signed-in member of the cast, calling with its token."""

import datetime as dt
import hashlib
import json
import uuid

from django.test import Client
from django.utils import timezone

from linli.cases.testing import a_photo
from linli.staff.testing import GRID


class Phone:
    """One registered phone; every call carries its token."""

    def __init__(self, member, *, device_id=None):
        self.member, self.id = member, str(device_id or uuid.uuid4())
        self.client = Client()
        self.answer = self.register()
        self.token = self.answer.json().get("token", "")

    def register(self, **more):
        client = self.member.sign_in()
        said = {"id": self.id, "name": "测试手机", "platform": "Android 12", "app_version": "0.9", **more}
        return client.post("/field/api/devices", json.dumps(said), content_type="application/json")

    def call(self, method, path, body=None, **headers):
        given = {
            "Authorization": f"Bearer {self.token}",
            **{name.replace("_", "-"): it for name, it in headers.items()},
        }
        return self.client.generic(
            method, f"/field/api/{path}", body or b"", content_type="application/json", headers=given
        )

    def send(self, *commands, sent_at=None):
        """Send commands as one request; give the answers by command id."""
        when = (sent_at or timezone.now()).isoformat()
        body = json.dumps({"device": self.id, "sent_at": when, "commands": list(commands)})
        found = self.call("POST", "commands", body.encode())
        assert found.status_code == 200, found.content
        return {one["id"]: one for one in found.json()["answers"]}

    def one(self, command):
        """Send one command and give its answer."""
        return self.send(command)[command["id"]]

    def put(self, command, content, *, start=0, end=None, sha256=None, total=None):
        """Send a part of a file that belongs to a command."""
        sha256 = sha256 or sha(content)
        end = len(content) if end is None else end
        given = f"bytes {start}-{end - 1}/{len(content) if total is None else total}"
        return self.call("PUT", f"media/{command['id']}/{sha256}", content[start:end], Content_Range=given)


def sha(content):
    return hashlib.sha256(content).hexdigest()


def command(name, record="", /, *, at=None, media=(), **payload):
    """Make a command as the phone would."""
    when = at or timezone.now() - dt.timedelta(seconds=5)
    return {
        "id": str(uuid.uuid4()), "at": when.isoformat(), "name": name, "record": record, "payload": payload,
        "media": list(media),
    }  # fmt: skip


def a_report(**more):
    key = str(uuid.uuid4())
    said = {"case": key, "text": "井盖松动", "place": "none", "area": GRID, **more}
    return command("case.report", f"case:{key}", **said)


def with_photo(phone, made, role="report", *, colour="red", **note):
    """Send a photo for a command and note it there."""
    content = a_photo(colour=colour).getvalue()
    assert phone.put(made, content).json() == {"offset": len(content)}
    made["media"].append({"sha256": sha(content), "size": len(content), "type": "image/jpeg", "role": role, **note})
    return content
