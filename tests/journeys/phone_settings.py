"""Settings of the town for phones: its copy of what the build names, so that a new version reaches its phones alone."""

import shutil

from linli.site.settings import *  # noqa: F403 the town's settings, but for one
from linli.site.settings import DJANGO_VITE, LINLI_DATA

BUILT = DJANGO_VITE["default"]["manifest_path"]
OWN = LINLI_DATA / "dist"

if not OWN.exists():
    OWN.mkdir()
    for name in ("field-worker.js", BUILT.name):
        shutil.copy2(BUILT.with_name(name), OWN / name)
DJANGO_VITE = {"default": {**DJANGO_VITE["default"], "manifest_path": OWN / BUILT.name}}
