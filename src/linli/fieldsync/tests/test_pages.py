"""The pages that serve the app: the same for everybody, under strict rules, with everything a phone keeps."""

import json

import polib
import pytest
from django.conf import settings as house

from linli.fieldsync.web.pages import ICONS

MAIN = "fieldapp/src/ui/main.tsx"
MANIFEST = {
    MAIN: {
        "file": "assets/main-1.js", "isEntry": True, "imports": ["_shared.js"], "css": ["assets/main-1.css"],
        "dynamicImports": ["fieldapp/src/forms/open.ts"],
    },
    "_shared.js": {"file": "assets/shared-1.js", "imports": [MAIN]},
    "fieldapp/src/forms/open.ts": {
        "file": "assets/open-1.js", "imports": ["_shared.js"], "css": ["assets/open-1.css"],
        "assets": ["assets/engine-1.wasm"],
    },
    "assets/desk.js": {"file": "assets/desk-1.js", "isEntry": True},
}  # fmt: skip


@pytest.fixture
def dist(settings, tmp_path):
    """An installation whose app was built."""
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "field-worker.js").write_text("self.addEventListener('install', () => {})")
    settings.DJANGO_VITE = {"default": {**house.DJANGO_VITE["default"], "manifest_path": folder / "manifest.json"}}
    return folder


@pytest.fixture
def shell(dist, client, db):
    return client.get("/field/")


def kept(client):
    text = client.get("/field/sw.js").content.decode()
    first, rest = text.split("\n", 1)
    assert rest == "self.addEventListener('install', () => {})"
    return {
        one["url"]: one["revision"] for one in json.loads(first.removeprefix("self.__LINLI_PRECACHE = ").rstrip(";"))
    }


def test_the_shell_loads_the_app(shell):
    page = shell.content.decode()
    assert '<div id="app">' in page
    assert 'src="/static/dist/assets/main-1.js"' in page
    assert 'href="/static/dist/assets/main-1.css"' in page
    assert "open-1" not in page


def test_the_shell_is_the_same_for_everybody(shell, cast):
    signed_in = cast.lin.sign_in().get("/field/")
    assert signed_in.content == shell.content
    assert cast.lin.account.name not in signed_in.content.decode()


def test_the_shell_says_what_to_do_in_an_old_browser_and_without_script(shell):
    page = shell.content.decode()
    assert page.count("Chromium 111") == 3
    assert "<noscript>" in page


def test_no_script_stands_in_the_page(shell):
    page = shell.content.decode()
    assert page.count("<script") == page.count('<script type="module" src=') == 1
    policy = shell["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy
    assert "worker-src 'self' blob:" in policy
    assert "connect-src 'self' data:" in policy


def test_other_pages_keep_the_rules_of_the_house(client, db):
    assert "wasm-unsafe-eval" not in client.get("/accounts/login/")["Content-Security-Policy"]


def test_the_shell_is_not_sent_twice(shell, client):
    again = client.get("/field/", headers={"If-None-Match": shell["ETag"]})
    assert again.status_code == 304


def test_the_worker_keeps_everything_the_app_may_load_and_nothing_of_the_desk(dist, client, db):
    found = kept(client)
    for name in ("main-1.js", "main-1.css", "shared-1.js", "open-1.js", "open-1.css", "engine-1.wasm"):
        assert found[f"/static/dist/assets/{name}"] is None
    assert not any("desk" in url for url in found)
    assert found["/field/"]
    assert all(found[f"/static/field/{name}"] for name, _sizes, _purpose in ICONS)
    assert found["/field/words/en.json"]


def test_the_worker_is_asked_for_anew_and_may_serve_the_whole_app(dist, client, db):
    answer = client.get("/field/sw.js")
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/field/")
    assert answer["Content-Type"] == "text/javascript"


def test_an_updated_app_has_another_shell(dist, client, db):
    before = kept(client)["/field/"]
    changed = {**MANIFEST, MAIN: {**MANIFEST[MAIN], "file": "assets/main-2.js"}}
    (dist / "manifest.json").write_text(json.dumps(changed) + " ")
    assert kept(client)["/field/"] != before


@pytest.mark.parametrize("missing", ["manifest.json", "field-worker.js"])
def test_what_was_not_built_is_said_plainly(dist, client, db, missing):
    (dist / missing).unlink()
    answer = client.get("/field/sw.js")
    assert answer.status_code == 503
    assert "make assets" in answer.content.decode()


def test_a_page_without_its_entry_is_said_plainly(dist, client, db):
    (dist / "manifest.json").write_text("{}")
    assert client.get("/field/").status_code == 503


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "邻里移动工作"), ("en", None)])
def test_the_app_is_installed_under_its_name_in_the_reader_s_language(client, db, language, name):
    found = client.get("/field/app.webmanifest", headers={"Accept-Language": language}).json()
    assert name is None or found["name"] == name
    assert (found["start_url"], found["display"], found["lang"]) == ("/field/", "standalone", language)
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}


def test_the_words_are_those_of_the_language(client, db, settings, tmp_path):
    folder = tmp_path / "zh_Hant/LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = polib.POFile()
    texts.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    texts.append(polib.POEntry(msgid="离线地图", msgstr="離線地圖"))
    texts.append(polib.POEntry(msgid="还没有译", msgstr=""))
    texts.save_as_mofile(str(folder / "djangojs.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    assert client.get("/field/words/zh-hant.json").json() == {"离线地图": "離線地圖"}
    assert client.get("/field/words/zh-hans.json").json() == {}
    assert client.get("/field/words/en.json").json() == {}


def test_there_are_no_words_of_other_languages(client, db):
    assert client.get("/field/words/fr.json").status_code == 404
