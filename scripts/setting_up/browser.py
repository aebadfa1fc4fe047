"""A browser for the journeys, and letters for its Chinese: Debian's chromium and Noto CJK."""

from __future__ import annotations

import shutil

from setting_up.console import answer_of, say
from setting_up.system_packages import install_packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WITHOUT = (
    "没有 Chromium，浏览器测试会跳过。请安装（Debian：apt-get install chromium fonts-noto-cjk）。"
    " / No Chromium: the browser journeys will be skipped. Install it (Debian: apt-get install chromium fonts-noto-cjk)."
)


def find_or_install() -> str | None:
    """Return a Chromium that answers; install it, and Chinese letters, where we may."""
    found = find_browser()
    if found is None and install_packages(["chromium"]):
        found = find_browser()
    if found is None:
        say(WITHOUT)
    elif not has_chinese_letters():
        install_packages(["fonts-noto-cjk", "fontconfig"])
    return found


def find_browser() -> str | None:
    """Return the path of a Chromium that answers."""
    paths = [path for path in map(shutil.which, NAMES) if path]
    return next((path for path in paths if answer_of([path, "--version"]) is not None), None)


def has_chinese_letters() -> bool:
    """Say whether some font on this machine can draw Chinese."""
    return bool(answer_of(["fc-list", ":lang=zh", "family"]))
