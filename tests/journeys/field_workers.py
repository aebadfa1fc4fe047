"""A grid worker's phone in the journeys: 360 by 740, with a camera and a place, cut off and let back in at will."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import CHROMIUM_FLAGS, House, Visitor

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PATIENCE_S = 120
SLOW_MS = 30_000
HOME_OF_A_VISIT = """async () => {
  const from = linliField.store.value
  const [visits, people] = await Promise.all([from.rows('visits'), from.rows('people')])
  const alone = people.filter((one) => one.phone)
  for (const visit of visits.filter((one) => one.state === 'planned')) {
    const person = alone.find((one) => one.id === visit.resident || one.household === visit.household)
    if (person) return { visit: visit.id, person: person.id, household: person.household, purpose: visit.purpose_name }
  }
}"""
# Other journeys may have taken every empty home of the town.
NEW_DOOR = """
import json
from django.utils.timezone import localdate
from linli.places.actions import put_dwellings
from linli.places.models import Building
from linli.places.rules.areas import DwellingDraft
from linli.staff import queries as staff
from linli.staff.rules import Permission
[grid] = staff.actor_of(staff.account_named("worker"), on=localdate()).prefixes(Permission.VISITS_MAKE)
house = Building.objects.filter(area_code=grid).earliest("code")
[door] = put_dwellings([DwellingDraft(building_id=house.pk, area_code=grid, unit_no="%(number)s", floor=9)])
print(json.dumps({"id": str(door), "building": str(house.pk)}))
"""
# Rows are here, and all of the app lies on the phone.
READY = "Boolean(navigator.serviceWorker.controller && linliField.store?.value && linliField.status.value.last_at)"
SHOWN_S = "() => document.querySelector('video.ghost-live')?.currentTime ?? 0"
STATES = "async () => (await linliField.store.value.outbox()).map((one) => [one.command.name, one.state])"


class Phone(Visitor):
    """A grid worker's phone, 360 by 740, with a camera; being cut off is no trouble."""

    def __init__(self, browser: Browser, house: House) -> None:
        super().__init__(browser, house, width=360)
        self.page.set_viewport_size({"width": 360, "height": 740})
        self.page.add_init_script("window.linliField = {}")
        self._filmed_until_s = 0.0
        self.context.set_geolocation({"longitude": 120.001, "latitude": 30.001, "accuracy": 6})
        self.context.grant_permissions(["geolocation", "camera", "microphone"], origin=house.address)

    def come_in(self) -> "Phone":
        self.page.goto("/accounts/login/?next=/field/")
        self.page.fill("input[name=login]", "worker")
        self.page.fill("input[name=password]", "linli-demo")
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/field/**")
        until(lambda: self.page.evaluate(READY))
        return self

    def open(self, where: str) -> None:
        self.page.goto(f"/field/#/{where}")
        expect(self.page.locator("main > .waiting")).to_have_count(0, timeout=SLOW_MS)

    def tap(self, name: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=name, exact=True).last.click()

    def shoot(self) -> None:
        """Take a photo unlike the one before: the camera's film begins anew each time, so a later frame of it."""
        until(lambda: self.page.evaluate(SHOWN_S) > self._filmed_until_s)
        self._filmed_until_s = self.page.evaluate(SHOWN_S) + 1
        self.tap("拍照", within="dialog[open] >> nth=-1")

    def look(self, name: str) -> None:
        """Look as ever; what a phone says of having no network is not held against it."""
        self.page.wait_for_timeout(250)
        self.trouble = [one for one in self.trouble if "ERR_INTERNET_DISCONNECTED" not in one]
        super().look(name)


def phones(browser: Browser, house: House) -> Iterator[Phone]:
    """A phone in a browser of its own, whose camera shows a moving picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with_camera = browser.browser_type.launch(executable_path=chromium, args=[*CHROMIUM_FLAGS, *CAMERA])
    yield Phone(with_camera, house)
    with_camera.close()


def in_house(house: House, code: str) -> str:
    """Ask the town itself what it has stored."""
    setup = "import django; django.setup()\n"
    ran = subprocess.run(
        [sys.executable, "-c", setup + code], env=house.environment, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def build_a_door(house: House, number: str) -> dict[str, str]:
    """Add an empty home to the first building of the worker's grid."""
    found: dict[str, str] = json.loads(in_house(house, NEW_DOOR % {"number": number}))
    return found


def until(asked: Callable[[], Any]) -> None:
    """Wait for what the phone does by itself."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if asked():
            return
        time.sleep(0.25)
    pytest.fail("the phone did not come to it in time")
