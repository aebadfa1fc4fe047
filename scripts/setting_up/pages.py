"""Building the scripts and styles of the pages with Node, only when their sources changed."""

from __future__ import annotations

import re
import shutil

from setting_up import venv
from setting_up.console import (
    BIN,
    ROOT,
    Failed,
    Missing,
    answer_of,
    environment,
    run_quietly,
    step,
)
from setting_up.stamps import digest_of, read_stamps, remember

LOCK = ROOT / "package-lock.json"
SOURCES = (
    "assets",
    "fieldapp/src",
    "fieldapp/web-forms",
    "package.json",
    "package-lock.json",
    "vite.config.js",
    "vite.config.mjs",
    "vite.config.ts",
    "vite.worker.config.js",
)
BUILT = ROOT / "src/linli/site/static/dist"
NO_NODE = (
    "没有可用的 Node.js（需要 20.19、22.12 或更新的版本）。请安装 Node.js 22，再运行一次。"
    " / No working Node.js (20.19, 22.12 or later) was found. Install Node.js 22 and run this again."
)


def build_assets() -> None:
    """Install the node packages and build the assets, each only when what it depends on changed."""
    if not LOCK.exists():
        msg = "package-lock.json 不在 / package-lock.json is missing"
        raise Missing(msg)
    wanted = digest_of([ROOT / source for source in SOURCES])
    if read_stamps().get("assets") == wanted and has_manifest():
        return
    ensure_node()
    install_packages()
    with step("构建页面资源", "building the pages' assets"):
        run_quietly([program("node"), str(ROOT / "node_modules/vite/bin/vite.js"), "build"])
    if not has_manifest():
        msg = f"vite build: no manifest in {BUILT}"
        raise Failed(msg)
    remember(assets=wanted)


def has_manifest() -> bool:
    """Say whether built assets are there."""
    manifest = any((BUILT / name).exists() for name in ("manifest.json", ".vite/manifest.json"))
    return manifest and (BUILT / "field-worker.js").exists()


def install_packages() -> None:
    """Install what package-lock.json names, unless it is in already."""
    wanted = digest_of([LOCK])
    if read_stamps().get("node-packages") == wanted and (ROOT / "node_modules/vite/bin/vite.js").exists():
        return
    remember(**{"node-packages": "unfinished"})
    with step("安装页面的 npm 软件包", "installing the pages' npm packages"):
        run_quietly([program("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"])
    remember(**{"node-packages": wanted})


def ensure_node() -> None:
    """Use the machine's Node where it is new enough and has npm, else the one from a Python package."""
    if node_works():
        return
    try:
        venv.install("node")
    except Failed as failure:
        msg = f"{NO_NODE}\n{failure}"
        raise Missing(msg) from failure
    if not node_works():
        raise Missing(NO_NODE)


def node_works() -> bool:
    """Run node and npm to see whether both answer; a Node in .venv counts before PATH's."""
    version = answer_of([program("node"), "--version"])
    return version is not None and is_new_enough(version) and npm_works()


def npm_works() -> bool:
    """Say whether npm answers when its own node is found through the environment."""
    try:
        run_quietly([program("npm"), "--version"], env=environment())
    except Failed:
        return False
    return True


def is_new_enough(version: str) -> bool:
    """Say whether Vite runs on this Node: 20.19 and later of 20, 22.12 and later."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found.group(1)), int(found.group(2))
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def program(name: str) -> str:
    """Return where node or npm is: in .venv where we installed one, else on PATH."""
    ours = BIN / name
    return str(ours) if ours.exists() else shutil.which(name) or name
