"""A Java for the tests that fill forms in with JavaRosa, the engine of ODK Collect: Debian's default-jre-headless."""

from __future__ import annotations

import shutil

from setting_up.console import answer_of, say
from setting_up.system_packages import install_packages

PACKAGE = "default-jre-headless"
WITHOUT = (
    "没有 Java，用 JavaRosa 填表的测试会跳过。请安装（Debian：apt-get install default-jre-headless）。"
    " / No Java: the tests that fill forms in with JavaRosa will be skipped."
    " Install it (Debian: apt-get install default-jre-headless)."
)


def find_or_install() -> str | None:
    """Return a Java that answers; install it where we may."""
    found = find_java()
    if found is None and install_packages([PACKAGE]):
        found = find_java()
    if found is None:
        say(WITHOUT)
    return found


def find_java() -> str | None:
    """Return the path of a Java that answers."""
    path = shutil.which("java")
    return path if path and answer_of([path, "-version"]) is not None else None
