"""Which program installs packages: uv where one answers or can be had, else pip."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from setting_up import system_packages, uv_wheel
from setting_up.console import BIN, Failed, Missing, answer_of, environment, say, step

NO_INSTALLER = (
    "这台机器上没有 uv、pip 或 ensurepip。请先安装其中之一（Debian：apt-get install python3-venv），"
    "或设置 PIP_INDEX_URL。 / There is no uv, pip or ensurepip on this machine. Install one of them first "
    "(Debian: apt-get install python3-venv), or set PIP_INDEX_URL."
)
UV_PLACES = (".local/bin/uv", ".cargo/bin/uv")
BUNDLED_PIPS = ("/usr/share/python-wheels", "/usr/share/python3-wheels")
FIND_BUNDLED = "import ensurepip, os; print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))"


def find_uv() -> str | None:
    """Return a uv that answers: from PATH, from .venv, or from where its own installer puts it."""
    on_path = shutil.which("uv")
    places = [on_path] if on_path else []
    places += [str(BIN / "uv")] + [str(Path.home() / place) for place in UV_PLACES]
    return next((place for place in places if answer_of([place, "--version"]) is not None), None)


def obtain_uv(target: Path, pythons: list[str]) -> str | None:
    """Put uv's program at the target; return nothing where only pip is to be had."""
    pips = all_pips(pythons)
    index = uv_wheel.index_of(os.environ)
    if not pips and index is None and os.geteuid() == 0 and system_packages.install_packages(["python3-venv"]):
        pips = all_pips(pythons)
    if not pips and index is None:
        raise Missing(NO_INSTALLER)
    try:
        with step("获取安装器 uv", "getting the installer uv"):
            if pips:
                uv_wheel.fetch_with_pip(pips[0], target)
            elif index is not None:
                uv_wheel.fetch_from_index(index, target)
    except Failed as failure:
        if not pips:
            raise
        say(f"  ✗ uv: {str(failure).splitlines()[-1]} → pip")
        return None
    return str(target) if answer_of([str(target), "--version"]) is not None else None


def all_pips(pythons: list[str]) -> list[list[str]]:
    """Return the ways to run pip that answer, in the order of the Pythons given."""
    return [way for python in [*pythons, sys.executable] for way in ways_to_pip(python)]


def ways_to_pip(python: str) -> list[list[str]]:
    """Return how this Python can run pip: as a module, or from the wheel that ensurepip carries."""
    ways = [[python, "-m", "pip"]]
    folders = [answer_of([python, "-c", FIND_BUNDLED]) or "", *BUNDLED_PIPS]
    for folder in filter(None, folders):
        ways += [[python, f"{wheel}/pip"] for wheel in sorted(Path(folder).glob("pip-*.whl"))]
    return [way for way in ways if answer_of([*way, "--version"]) is not None]


def installing_command(uv: str | None, python: Path) -> list[str]:
    """Return the command that installs a locked list into .venv."""
    if uv is not None:
        flags = ["--quiet", "--python", str(python), "--require-hashes", "--compile-bytecode"]
        return [uv, "pip", "install", *flags]
    ways = ways_to_pip(str(python))
    if not ways:
        raise Missing(NO_INSTALLER)
    return [*ways[0], "install", "--quiet", "--require-hashes"]


def installing_environment() -> dict[str, str]:
    """Return the environment for installing: uv is told pip's index and certificates, which it does not read."""
    env = environment({"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    env.setdefault("UV_HTTP_TIMEOUT", str(uv_wheel.TIMEOUT_SECONDS))
    index = uv_wheel.index_of(os.environ)
    if index and "UV_INDEX_URL" not in env:
        env.setdefault("UV_DEFAULT_INDEX", index)
    if os.environ.get("PIP_CERT"):
        env.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    return env
