"""Waiting until a page stands still: loaded, nothing asked of the server any more, no movement, nothing left to do.

The browser's own "networkidle" waits half a second in which nothing happens, hundreds of times in a run.
"""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Error, Page, Request

PATIENCE_SECONDS = 30
AT_REST = """async () => {
  const ends = (one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity
  const moving = document.getAnimations().filter(ends).map((one) => one.finished.catch(() => null))
  await Promise.race([Promise.all(moving), new Promise((done) => setTimeout(done, 2000))])
  await new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))
}"""
_UNDER_WAY = WeakKeyDictionary[Page, set[Request]]()


def watch(page: Page) -> None:
    """Keep what a page asks of the server and has not got yet; a page is watched from its first request on."""
    asked = _UNDER_WAY[page] = set()
    page.on("request", lambda request: asked.add(request))
    page.on("requestfinished", lambda request: asked.discard(request))
    page.on("requestfailed", lambda request: asked.discard(request))


def settle(page: Page) -> None:
    """Wait until a watched page stands still."""
    asked, end, quiet = _UNDER_WAY[page], time.monotonic() + PATIENCE_SECONDS, 0
    while quiet < 2:  # what one answer brings may ask for more
        assert time.monotonic() < end, [one.url for one in asked]
        try:
            page.wait_for_load_state("load")
            page.evaluate(AT_REST)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(25)
        quiet = 0 if asked else quiet + 1
