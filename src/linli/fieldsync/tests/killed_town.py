"""A small town in a folder of its own, for a server that is killed: `python -m linli.fieldsync.tests.killed_town make|sweep`.

Run as a program, because the server that is killed works in other processes than the tests do.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 Django is set up first
from django.utils import timezone  # noqa: E402 as above

from linli.cases.rules import State  # noqa: E402 as above
from linli.cases.testing import make_case, make_places  # noqa: E402 as above
from linli.core.ids import new_id  # noqa: E402 as above
from linli.core.kept_files import sweep_half_written  # noqa: E402 as above
from linli.fieldsync.actions.devices import NewDevice, register_device  # noqa: E402 as above
from linli.fieldsync.actions.staging import sweep_incoming  # noqa: E402 as above
from linli.register.testing import make_resident  # noqa: E402 as above
from linli.staff.testing import cast as make_cast  # noqa: E402 as above

SHARED = 10


def make() -> dict[str, object]:
    """Store the cast, ten orders of one unit and ten residents in Lin's grid, and three registered phones."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    cast = make_cast()
    make_places()
    owners = {"a": cast.lin.actor, "b": cast.lin.actor, "c": cast.sun.actor}
    phones = {}
    for name, actor in owners.items():
        found = register_device(NewDevice(new_id(), name), by=actor, at=timezone.now())
        phones[name] = {"id": str(found.device.pk), "token": found.token}
    people = [make_resident(f"何秀{number}", phone=f"199000001{number:02d}") for number in range(SHARED)]
    orders = [make_case(cast, state=State.DISPATCHED) for _ in range(SHARED)]
    return {"phones": phones, "people": [str(one.pk) for one in people], "orders": [str(one.pk) for one in orders]}


def sweep() -> dict[str, object]:
    """Do what the background worker does once a day."""
    return {"incoming": sweep_incoming(timezone.now()), "half": sweep_half_written()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"make": make, "sweep": sweep}[sys.argv[1]]()) + "\n")
