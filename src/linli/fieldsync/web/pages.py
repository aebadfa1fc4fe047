"""The pages that serve the field app: its shell, its manifest, its worker, its words. No page here knows who asks.

The shell is the same for everybody, so that a phone may keep it; whatever is somebody's comes from the API alone.
"""

import gettext
import hashlib
import json
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import to_locale
from django.views.decorators.csp import csp_override
from django.views.decorators.http import condition, require_safe

from linli.core.installation import installation
from linli.fieldsync.errors import AppNotBuilt
from linli.fieldsync.web.built import Built, built

THEME_COLOUR = "#1a5cb8"
# What the form engine needs beyond the house's own rules (docs/explanation/what-the-phone-holds.md); no inline script, no other host.
FIELD_CSP: dict[str, list[str]] = {
    **cast("dict[str, list[str]]", settings.SECURE_CSP),
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
    "img-src": [CSP.SELF, "blob:", "data:"],
    "media-src": [CSP.SELF, "blob:"],
    "connect-src": [CSP.SELF, "data:"],
    "worker-src": [CSP.SELF, "blob:"],
    "manifest-src": [CSP.SELF],
}
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"), ("icon-maskable-512.png", "512x512", "maskable"))  # fmt: skip
_TEMPLATE = "field/shell.html"
_DOMAIN = "djangojs"


def _shell_mark(_request: HttpRequest) -> str:
    return f'"{_revision(built())}"'


@require_safe
@csp_override(FIELD_CSP)
@condition(etag_func=_shell_mark)
def shell(_request: HttpRequest) -> HttpResponse:
    """Give the page in which the app runs; a phone keeps it under its address."""
    found = HttpResponse(_page(built()))
    found["Cache-Control"] = "no-cache"
    return found


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the app is installed: under its name in the reader's language."""
    icons = [
        {"src": static(f"field/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    said = {
        "id": "/field/", "name": _("邻里移动工作"), "short_name": _("邻里"), "lang": request.LANGUAGE_CODE, "dir": "ltr",
        "start_url": reverse("field:shell"), "scope": reverse("field:shell"), "display": "standalone",
        "orientation": "portrait", "background_color": "#ffffff", "theme_color": THEME_COLOUR, "icons": icons,
    }  # fmt: skip
    found = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    found["Cache-Control"] = "no-cache"
    return found


@require_safe
@csp_override(FIELD_CSP)
def worker(_request: HttpRequest) -> HttpResponse:
    """Give the service worker with the list of what it keeps; always asked for anew, so that an update is noticed."""
    found = built()
    if not found.worker:
        raise AppNotBuilt
    kept = json.dumps(precached(found), separators=(",", ":"))
    answer = HttpResponse(f"self.__LINLI_PRECACHE = {kept};\n{found.worker}", content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/field/"
    return answer


@require_safe
def words(_request: HttpRequest, language: str) -> HttpResponse:
    """Give the app's texts in a language; of the language they are written in there is nothing to say."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    found = JsonResponse(words_in(language), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    found["Cache-Control"] = "no-cache"
    return found


def precached(found: Built) -> list[dict[str, str | None]]:
    """List what a phone keeps to work without a network: hashed files as they are, the rest with a revision."""
    icons = [f"field/{name}" for name, _sizes, _purpose in ICONS]
    languages = [code for code, _name in settings.LANGUAGES]
    kept: list[dict[str, str | None]] = [{"url": url, "revision": None} for url in found.everything]
    kept += [{"url": static(name), "revision": _file_mark(name)} for name in icons]
    kept += [{"url": reverse("field:words", args=[code]), "revision": _words_mark(code)} for code in languages]
    return [*kept, {"url": reverse("field:shell"), "revision": _revision(found)}]


def words_in(language: str) -> dict[str, str]:
    """Read the translations of the app's texts."""
    if language == "zh-hans":
        return {}
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / to_locale(language) / "LC_MESSAGES" / f"{_DOMAIN}.mo"
        if path.is_file():
            return _translations(path, path.stat().st_mtime_ns)
    return {}


@lru_cache(maxsize=8)
def _translations(path: Path, _changed: int) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no public way
    return {text: said for text, said in catalogue.items() if isinstance(text, str) and text and said}


def _page(found: Built) -> str:
    facts = {"built": found, "theme_colour": THEME_COLOUR, "title": installation().name, "version": version("linli")}
    return render_to_string(_TEMPLATE, facts)


def _revision(found: Built) -> str:
    """Mark the shell by what it is made of: the page itself names every file it loads."""
    return _mark(f"{_page(found)}{found.revision}".encode())


def _words_mark(language: str) -> str:
    return _mark(json.dumps(words_in(language), ensure_ascii=False).encode())


@lru_cache(maxsize=16)
def _file_mark(name: str) -> str:
    path = Path(__file__).resolve().parents[1] / "static" / name
    return _mark(path.read_bytes())


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
