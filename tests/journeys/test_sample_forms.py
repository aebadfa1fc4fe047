"""Every sample form of other people's surveys is converted and drawn: those that are not are listed with their reason."""

import base64
import functools
import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from linli.forms.converting import convert_xlsform
from linli.forms.tests import beside

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "data" / "xlsforms"
DIST = ROOT / "src" / "linli" / "site" / "static" / "dist"
TABLE = ROOT / "test-artefacts" / "sample-forms.txt"
XHTML = "{http://www.w3.org/1999/xhtml}html"
PATIENCE_MS = 20_000
CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; connect-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:"
)
DRAW = """async ([chunk, xml, files]) => {
  const { openForm } = await import(chunk)
  document.getElementById('host').replaceChildren()
  const known = { answers: {}, repeats: {} }
  let opened
  const answer = await new Promise((tell) => {
    const at = performance.now()
    opened = openForm({
      host: document.getElementById('host'), xml, language: 'zh-hans', username: 'lin', known,
      onOpen: ({ questions }) => tell({ questions, ms: performance.now() - at }), onFail: (failed) => tell({ failed }),
      fileAt: async (address) => {
        const [type, body] = files[address.split('/').at(-1)] ?? []
        return type && new Blob([Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0))], { type })
      },
      onDraft() {}, onTell() {}, onDone: async () => true,
    })
    setTimeout(() => tell({ failed: 'nothing happened' }), 15000)
  })
  await new Promise((go) => setTimeout(go, 120))
  answer.shown = document.querySelectorAll('.odk-form .question-container').length
  const notes = [...document.querySelectorAll('.odk-form .question-container > p')].map((note) => note.textContent)
  answer.choices = [...document.querySelectorAll('.odk-form .question-container label')].map((one) => one.textContent.trim())
  answer.pictures = [...document.querySelectorAll('.odk-form .question-container img')].filter((one) => one.naturalWidth).length
  answer.sounds = [...document.querySelectorAll('.odk-form audio')].filter((one) => one.src.startsWith('blob:')).length
  answer.unanswerable = notes.filter((note) => note === '这里只能附照片').length
  if (!answer.failed) opened.drop()
  return answer
}"""

# What does not convert, and a part of what pyxform says: parts of other files, or sheets that are no survey.
UNCONVERTED = {
    "onadata/transportation/transportation.no_choices.xlsx": "There should be a choices sheet",
    "onadata/transportation/transportation_export.xlsx": "required column headers were not found: 'type'",
    "pyxform-examples/include.xls": "This section has not been included",
    "pyxform-examples/include.xlsx": "This section has not been included",
    "pyxform-examples/include_json.xls": "This section has not been included",
    "pyxform-examples/include_json.xlsx": "This section has not been included",
    "pyxform-examples/unknown_question_type.xls": "Rename or remove one of these columns",
}

# What converts but is not drawn, and a part of what the form engine says: broken expressions, or nothing to ask.
UNDRAWN = {
    "onadata/test_forms/water_simple/forms/WaterSimple.xml": "syntax error: (. > 0 and . < )",
    "onadata/transportation/error_test_form.xlsx": "syntax error: if( /data/num <1,0,1",
    "pyxform-examples/bad_calc.xlsx": "syntax error: because pyxform doesn't know what to do",
    "pyxform-examples/hidden.xls": "no question is shown",
}


class Drawn(NamedTuple):
    """What became of one sample."""

    name: str
    reason: str
    converted: bool
    questions: int = 0
    ms: float = 0.0
    unanswerable: int = 0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the built app's files, with the policy that its page has."""
    handler = functools.partial(_Files, directory=DIST)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Files(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/page":
            return super().do_GET()
        body = b"<!doctype html><html lang='zh-Hans'><title>x</title><main id='host'></main></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)
        return None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no sample forms beside the repository (../shared/data/xlsforms)")
@pytest.mark.skipif(not (DIST / "manifest.json").is_file(), reason="the pages' assets are not built: make assets")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_sample_forms_convert_and_are_drawn(browser: Browser, address: str) -> None:
    page, abroad = _page(browser, address)
    drawn = [_drawn(page, path) for path in _samples()]
    page.context.close()
    failed = [one for one in drawn if one.reason]
    _keep_table(drawn, failed)
    assert {one.name for one in failed if not one.converted} == set(UNCONVERTED)
    assert {one.name for one in failed if one.converted} == set(UNDRAWN)
    for one in failed:
        assert (UNCONVERTED | UNDRAWN)[one.name] in one.reason, one.name
    assert abroad == [], "a form asked another host"


@pytest.mark.skipif(not (DIST / "manifest.json").is_file(), reason="the pages' assets are not built: make assets")
def test_a_form_is_drawn_with_the_files_beside_it(browser: Browser, address: str) -> None:
    made = convert_xlsform(beside.workbook(), name="t.xlsx", files=beside.files())
    files = {one.name: [one.media_type, base64.b64encode(one.content).decode()] for one in made.files}
    page, abroad = _page(browser, address)
    answer = page.evaluate(DRAW, [f"/{_chunk()}", made.xform.decode(), files])
    page.context.close()
    assert (answer["shown"], answer["pictures"], answer["sounds"], abroad) == (2, 1, 1, []), answer
    assert {"东街食堂", "南街食堂", "老槐树"} <= set(answer["choices"])
    assert "西街理发" not in answer["choices"]  # its filter leaves it out


def _page(browser: Browser, address: str) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN").new_page()
    abroad: list[str] = []
    page.on("request", lambda request: abroad.append(request.url) if not _is_here(request.url, address) else None)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/page")
    return page, abroad


def _is_here(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))


def _samples() -> list[Path]:
    files = sorted(SAMPLES.rglob("*"))
    sheets = [path for path in files if path.suffix in {".xls", ".xlsx"}]
    return sheets + [path for path in files if path.suffix == ".xml" and _is_form(path)]


def _is_form(path: Path) -> bool:
    try:
        return ElementTree.parse(path).getroot().tag == XHTML
    except ElementTree.ParseError:
        return False


def _drawn(page: Page, path: Path) -> Drawn:
    name = str(path.relative_to(SAMPLES))
    try:
        xml = path.read_text("utf-8") if path.suffix == ".xml" else convert(path, validate=False).xform
    except (PyXFormError, KeyError, ValueError, TypeError, AttributeError) as refusal:
        return Drawn(name, f"{type(refusal).__name__}: {refusal}".replace("\n", " "), converted=False)
    answer = page.evaluate(DRAW, [f"/{_chunk()}", xml, {}])
    reason = answer.get("failed") or ("" if answer["shown"] else "no question is shown")
    counts = {"questions": answer["shown"], "ms": answer.get("ms", 0), "unanswerable": answer["unanswerable"]}
    return Drawn(name, reason.replace("\n", " "), converted=True, **counts)


@functools.cache
def _chunk() -> str:
    built = json.loads((DIST / "manifest.json").read_text("utf-8"))
    return str(built["fieldapp/src/forms/open.ts"]["file"])


def _keep_table(drawn: list[Drawn], failed: list[Drawn]) -> None:
    """Write what became of the samples where pictures of the journeys lie, and say it under -s."""
    well = [one for one in drawn if not one.reason]
    slowest = max(well, key=lambda one: one.ms)
    lines = [
        f"{len(drawn)} sample forms: {len(well)} drawn, {sum(one.questions for one in well)} questions",
        f"slowest to open: {slowest.name}, {slowest.ms:.0f} ms",
    ]
    lines += [
        f"in part        {one.name:60} {one.unanswerable} questions ask for sound, film or a file: photos only"
        for one in well
        if one.unanswerable
    ]
    lines += [
        f"{'not drawn' if one.converted else 'not converted':14} {one.name:60} {one.reason[:300]}" for one in failed
    ]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n" + TABLE.read_text("utf-8"))
