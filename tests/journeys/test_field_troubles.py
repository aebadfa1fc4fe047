"""What befalls a phone in the field: no room, a server that refuses or is full, clocks, tabs, updates, bad networks.

`LINLI_FIELD_DROPS_S=60` drops half of the connections for so many seconds.
"""

import datetime as dt
import itertools
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route
from tests.journeys.phones import KEPT, Phone, Town, new_id, note, report, until

pytestmark = pytest.mark.journey
DROPS_S = float(os.environ.get("LINLI_FIELD_DROPS_S", "8"))
SHELL_BYTES = 100_000
OFFLINE_START_S = 2.0
HOUR_S = 3600
ROOM_BYTES = 10_000_000
FEWEST_DROPPED = 3
HOUR_AHEAD = """
const real = Date
window.Date = class extends real {
  constructor(...given) { if (given.length) super(...given); else super(real.now() + 3600_000) }
  static now() { return real.now() + 3600_000 }
}"""
REPORTED_AT = """
import json, sys
from linli.cases.models import Case
print(json.dumps(Case.objects.get(pk=sys.argv[1]).reported_at.isoformat()))
"""
# When each tab was sending, by one clock for both.
TIME_SENDING = """
window.sent = []
const ask = window.fetch
window.fetch = async (...given) => {
  const begun = performance.timeOrigin + performance.now()
  const answer = await ask(...given)
  const address = given[0].url ?? String(given[0])
  if (address.endsWith('/commands')) window.sent.push([begun, performance.timeOrigin + performance.now()])
  return answer
}"""
WATCH_CHANGE = """async () => {
  // The round that runs when the new version is asked to take over has to end first.
  let over = true
  linliField.status.subscribe(({ running }) => { if (!running) over = true })
  navigator.serviceWorker.addEventListener('controllerchange', () => { window.waited = over })
  const registration = await navigator.serviceWorker.getRegistration('/field/')
  for (let times = 0; times < 20; times += 1) {
    await registration.update().catch(() => undefined)
    const coming = registration.installing ?? registration.waiting
    while (coming?.state === 'installing') await new Promise((go) => setTimeout(go, 50))
    if (registration.waiting) {
      over = !linliField.status.value.running
      const asking = () => registration.waiting?.postMessage({ type: 'SKIP_WAITING' })
      asking()
      setInterval(asking, 2000)
      return true
    }
    await new Promise((go) => setTimeout(go, 200))
  }
  return false
}"""

WAITING = "async () => (await navigator.serviceWorker.getRegistration('/field/')).waiting?.state ?? null"

type Dial = Callable[..., Phone]


@pytest.fixture
def dial(browser: Browser, field_town: Town) -> Iterator[Dial]:
    """Open phones, signed in."""
    field_town.start()  # a journey that failed may have left its server dead
    opened: list[Phone] = []

    def one(*, worker: bool = False, script: str = "", room: int | None = None) -> Phone:
        opened.append(Phone(browser, field_town, worker=worker, script=script))
        if room is not None:
            opened[-1].give_room(room)
        return opened[-1].sign_in()

    yield one
    for phone in opened:
        phone.close()


@pytest.fixture
def mark(request: pytest.FixtureRequest) -> str:
    return f"{request.node.name[5:25]}{random.randrange(10**6)}"


def area_of(phone: Phone) -> str:
    area: str = phone.rows("me")[0]["posts"][0]["area"]
    return area


def reports(phone: Phone, mark: str, count: int, *, photos: int = 1) -> list[dict[str, Any]]:
    area = area_of(phone)
    return [report(new_id(random.Random()), f"{mark} {at}", area, photos=photos) for at in range(count)]


def refusing(status: int, code: str) -> Callable[[Route], None]:
    body = json.dumps({"type": "about:blank", "title": code, "status": status, "code": code})
    return lambda route: route.fulfill(status=status, content_type="application/problem+json", body=body)


def once_each(town: Town, mark: str, made: list[dict[str, Any]]) -> dict[str, Any]:
    """Say what the server keeps after checking that every text is there once and no file without its row."""
    kept: dict[str, Any] = town.ask(KEPT, mark, "2000-01-01T00:00:00Z")
    assert sorted(kept["cases"]) == sorted(one["payload"]["text"] for one in made)
    assert (kept["orphans"], kept["lost"]) == ([], [])
    return kept


def test_a_full_phone_says_so_and_loses_nothing_that_was_typed(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial(room=ROOM_BYTES)
    made = reports(phone, mark, 1)
    phone.page.evaluate("() => linliField.store.value.keepDraft('report', { text: 'typed' })")
    refused = phone.page.evaluate(
        """async (size) => {
          const blob = new Blob([crypto.getRandomValues(new Uint8Array(60_000)), new Uint8Array(size)], { type: 'image/jpeg' })
          const made = { name: 'case.note', record: 'case:x', payload: {}, media: [{ blob, role: 'report' }], draft: 'report' }
          return linliField.store.value.enqueue(made).then(() => 'kept', (error) => error.name)
        }""",
        3 * ROOM_BYTES,
    )
    assert refused == "DiskFull"
    until(lambda: phone.status()["full_disk"], "the phone says that it is full")
    draft = phone.page.evaluate("() => linliField.store.value.draft('report')")
    assert draft["value"] == {"text": "typed"}
    phone.give_room(None)
    phone.queue(*made)
    until(phone.through, "it went out when there was room")
    assert not phone.status()["full_disk"]
    once_each(field_town, mark, made)


def test_a_server_without_room_takes_what_has_no_photos_and_the_rest_later(
    dial: Dial, field_town: Town, mark: str
) -> None:
    phone = dial()
    phone.page.route("**/field/api/media/**", refusing(507, "field.disk-full"))
    made = [*reports(phone, mark, 2), *reports(phone, f"{mark}b", 2, photos=0)]
    phone.queue(*made)
    until(lambda: phone.states().count("done") == 2, "those without photos are through")
    until(lambda: phone.status().get("trouble") == "field.disk-full", "the worker is told")
    assert phone.states() == ["waiting", "waiting", "done", "done"]
    assert phone.held()["blobs"] == 2
    phone.page.unroute("**/field/api/media/**")
    phone.sync()
    until(phone.through, "all is through")
    assert phone.held()["blobs"] == 0
    once_each(field_town, mark, made)


def test_a_photo_too_large_is_set_aside_and_mended_under_the_same_id(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial()
    phone.page.route("**/field/api/media/**", refusing(413, "field.media-too-large"))
    made = reports(phone, mark, 1)
    [bad] = phone.queue(*made)
    phone.queue(note(made[0]["payload"]["case"], f"{mark} later"))
    until(lambda: phone.states() == ["set-aside", "held"], "it is set aside, what needs it is held")
    assert phone.outbox()[0]["problem"]["code"] == "field.media-too-large"
    assert phone.held()["blobs"] == 1
    phone.page.unroute("**/field/api/media/**")
    phone.page.evaluate("(id) => linliField.store.value.mend(id, { media: [] })", bad)
    until(lambda: phone.states() == ["done", "done"], "mended it went through, and what was held")
    kept = once_each(field_town, mark, made)
    assert bad in kept["commands"]
    assert kept["notes"] == [f"{mark} later"]


def test_a_phone_signed_out_in_the_middle_goes_on_after_signing_in(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial()
    seen: list[str] = []

    def after_two(route: Route) -> None:
        seen.append(route.request.url)
        if len(seen) > 2:
            refusing(401, "field.sign-in")(route)
        else:
            route.continue_()

    phone.page.route("**/field/api/media/**", after_two)
    made = reports(phone, mark, 5)
    phone.queue(*made)
    until(lambda: phone.status()["phase"] == "signed-out", "it asks to sign in")
    until(lambda: phone.held()["rows"] == 0, "nothing of the residents is left")
    assert phone.held()["blobs"] >= 3
    assert phone.status()["waiting"] >= 3
    phone.page.unroute("**/field/api/media/**")
    phone.page.evaluate("() => linliField.signIn()")
    until(lambda: phone.status()["phase"] == "ready" and phone.through(), "all is through")
    once_each(field_town, mark, made)


def test_a_phone_reported_lost_wipes_itself(dial: Dial) -> None:
    phone = dial()
    phone.offline(True)
    phone.queue(*reports(phone, "lost", 2))
    phone.page.route("**/field/api/c*", refusing(410, "field.wipe"))
    phone.page.route("**/field/api/media/**", refusing(410, "field.wipe"))
    phone.offline(False)
    until(lambda: phone.status()["phase"] == "signed-out", "it signed itself out")
    until(lambda: phone.held() == {}, "everything is gone")


def test_a_clock_an_hour_ahead_changes_no_time_on_the_server(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial(script=HOUR_AHEAD)
    assert abs(phone.status()["offset"] + HOUR_S * 1000) < 10_000
    made = reports(phone, mark, 1)
    phone.offline(True)
    phone.queue(*made)
    phone.offline(False)
    until(phone.through, "it is through")
    kept = dt.datetime.fromisoformat(field_town.ask(REPORTED_AT, made[0]["payload"]["case"]))
    assert abs((dt.datetime.now(dt.UTC) - kept).total_seconds()) < 120
    assert phone.status()["phase"] == "ready"


def test_of_two_tabs_one_sends_at_a_time(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial(script=TIME_SENDING)
    other = phone.context.new_page()
    other.goto("/field/")
    until(lambda: other.evaluate("() => linliField.status && linliField.status.value.phase") == "ready", "two tabs")
    made = reports(phone, mark, 8)
    phone.offline(True)
    phone.queue(*made[:4])
    first, phone.page = phone.page, other
    phone.queue(*made[4:])
    phone.offline(False)
    until(phone.through, "all is through")
    phone.page = first
    until(lambda: phone.states() == ["done"] * 8, "the other tab sees it")
    sent = sorted(tuple(one) for page in (phone.page, other) for one in page.evaluate("() => window.sent"))
    assert sent
    assert all(ended <= begun for (_begun, ended), (begun, _ended) in itertools.pairwise(sent)), sent
    once_each(field_town, mark, made)


def took_over(phone: Phone) -> bool | None:
    """Ask the new version to take over, and say whether it waited for the sync; None when it has not within a while."""
    assert phone.page.evaluate(WATCH_CHANGE)
    end = time.monotonic() + 40
    while (waited := phone.page.evaluate("() => window.waited")) is None and time.monotonic() < end:
        time.sleep(0.2)
    return None if waited is None else bool(waited)


def test_an_update_waits_for_the_sync_and_loses_nothing(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial(worker=True)
    until(lambda: phone.page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), "the worker is at work")
    made = reports(phone, mark, 6)
    phone.offline(True)
    phone.queue(*made)
    field_town.worker.write_bytes(field_town.worker.read_bytes() + f"\n// {mark}\n".encode())
    phone.offline(False)
    phone.sync()
    waited = took_over(phone)
    if waited is None:  # now and then Chromium keeps a version waiting until the app is opened the next time
        phone.page.goto("about:blank")
        phone.page.goto("/field/")
        until(lambda: phone.page.evaluate(WAITING) is None, "the new version took over at the next opening")
    assert waited is not False, "it took over while a sync was running"
    phone.page.reload()
    until(lambda: phone.status().get("phase") == "ready" and phone.through(), "all is through after the update")
    once_each(field_town, mark, made)


def test_half_of_the_connections_dropped_cost_time_and_nothing_else(dial: Dial, field_town: Town, mark: str) -> None:
    phone = dial()
    chance = random.Random(7)
    dropped = [0]

    def dropping(route: Route) -> None:
        how = chance.random()
        if how < 0.25:
            dropped[0] += 1
            route.abort("connectionreset")
        elif how < 0.5:
            # The server has done it, the phone never hears of it.
            dropped[0] += 1
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.page.route("**/field/api/**", dropping)
    made: list[dict[str, Any]] = []
    end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=DROPS_S)
    while dt.datetime.now(dt.UTC) < end or dropped[0] <= FEWEST_DROPPED:
        made += (fresh := reports(phone, f"{mark} {len(made)}", 2))
        phone.queue(*fresh)
        phone.sync()
        phone.page.wait_for_timeout(700)
    phone.page.unroute("**/field/api/**")
    phone.sync()
    until(phone.through, "all is through")
    assert phone.held()["blobs"] == 0
    once_each(field_town, mark, made)


def test_the_app_is_small_and_opens_without_a_network(dial: Dial) -> None:
    phone = dial(worker=True)
    until(lambda: phone.page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), "the worker is at work")
    size = phone.page.evaluate(
        """async () => {
          const names = [...document.querySelectorAll('script[src],link[rel=stylesheet],link[rel=modulepreload]')]
          const sizes = names.map(async (one) => {
            const answer = await fetch(one.src || one.href)
            const pressed = answer.body.pipeThrough(new CompressionStream('gzip'))
            return (await new Response(pressed).arrayBuffer()).byteLength
          })
          return (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0)
        }"""
    )
    assert size <= SHELL_BYTES, size
    phone.offline(True)
    begun = dt.datetime.now(dt.UTC)
    phone.page.reload(wait_until="commit")
    until(lambda: phone.status().get("phase") == "ready", "it opens without a network")
    took = (dt.datetime.now(dt.UTC) - begun).total_seconds()
    print(f"shell {size} bytes gz, open offline after {took:.2f} s")  # noqa: T201 the figure
    assert phone.rows("people")
