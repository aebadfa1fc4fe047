"""The folder .venv: made when absent, replaced when broken, filled from the locked lists, with Linli's own command in it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from setting_up import installer, pythons
from setting_up.console import (
    BIN,
    REQUIREMENTS,
    ROOT,
    VENV,
    Failed,
    Missing,
    environment,
    run_quietly,
    say,
    step,
)
from setting_up.stamps import digest_of, read_stamps, remember

PYTHON = BIN / "python"
NO_PYTHON = (
    "找不到可用的 Python 3.12 或更新版本。请安装 Python 3.13（Debian 13：apt-get install python3；"
    "或 pyenv install 3.13；或 uv python install 3.13），再运行一次。"
    " / No working Python 3.12 or later was found. Install Python 3.13 (Debian 13: apt-get install python3; "
    "or pyenv install 3.13; or uv python install 3.13) and run this again."
)
# A list which contains all of another: after `dev` nothing is left to do for `run`.
CONTAINS = {"dev": ("run", "dev"), "run": ("run",), "node": ("node",)}


def ready(*lists: str) -> None:
    """Make sure that .venv exists and holds these locked lists and Linli itself."""
    ensure_venv()
    for name in lists:
        install(name)
    link_project()


def ensure_venv() -> None:
    """Keep a .venv that works; make it anew when it is absent, broken, too old or was moved."""
    reason = what_is_wrong()
    if reason is None:
        return
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        say(f"→ {reason}：重建 .venv / making .venv anew")
        shutil.rmtree(VENV)
    found = pythons.find_python()
    with step(f"创建 .venv（{found or 'uv'}）", "making .venv"):
        if found is not None:
            make_venv(found.path)
        else:
            make_venv_with_downloaded_python()
    remember(root=str(ROOT))


def what_is_wrong() -> str | None:
    """Say why .venv cannot be used, or nothing where it can."""
    found = pythons.probe(str(PYTHON))
    if found is None:
        return ".venv 不能用 / .venv does not work"
    if not found.is_new_enough:
        return f".venv: {found}"
    if read_stamps().get("root", str(ROOT)) != str(ROOT):
        return ".venv 被移动过 / .venv was moved"
    return None


def make_venv(python: str) -> None:
    """Make .venv with the standard library; Debian's Python without its venv package leaves this to uv."""
    try:
        run_quietly([python, "-m", "venv", "--without-pip", str(VENV)])
    except Failed:
        shutil.rmtree(VENV, ignore_errors=True)
        uv = installer.find_uv()
        if uv is None:
            raise
        run_quietly([uv, "venv", "--quiet", "--python", python, str(VENV)])


def make_venv_with_downloaded_python() -> None:
    """Let uv download a Python where the machine has none; impossible in a closed network."""
    with tempfile.TemporaryDirectory() as folder:
        uv = installer.find_uv() or installer.obtain_uv(Path(folder) / "uv", [])
        if uv is None:
            raise Missing(NO_PYTHON)
        try:
            env = environment({"UV_PYTHON_DOWNLOADS": "automatic"})
            run_quietly([uv, "venv", "--quiet", "--managed-python", "--python", "3.13", str(VENV)], env=env)
        except Failed as failure:
            raise Missing(NO_PYTHON) from failure


def install(name: str) -> None:
    """Install a locked list unless the very same list is in already."""
    lock = REQUIREMENTS / f"{name}.txt"
    digests = {part: digest_of([REQUIREMENTS / f"{part}.txt"]) for part in CONTAINS[name]}
    kept = read_stamps()
    if kept.get(f"list-{name}") == digests[name]:
        return
    uv = installer.find_uv() or installer.obtain_uv(BIN / "uv", [str(PYTHON), sys.executable])
    if uv is None and not installer.ways_to_pip(str(PYTHON)):
        run_quietly([str(PYTHON), "-m", "ensurepip"])
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.\[\]-]+==", line))
    tool = "uv" if uv else "pip"
    with step(f"用 {tool} 安装 {count} 个 Python 软件包", f"installing {count} Python packages by {tool}"):
        command = [*installer.installing_command(uv, PYTHON), "-r", str(lock)]
        run_quietly(command, env=installer.installing_environment())
    remember(**{f"list-{part}": digest for part, digest in digests.items()})


def link_project() -> None:
    """Put Linli itself into .venv as an editable install, and its command at .venv/bin/linli."""
    packages = next(iter(sorted((VENV / "lib").glob("python3*/site-packages"))), None)
    if packages is None:
        msg = f"{VENV}/lib: no site-packages"
        raise Failed(msg)
    version = version_in((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    for old in packages.glob("linli-*.dist-info"):
        if old.name != f"linli-{version}.dist-info":
            shutil.rmtree(old)
    for path, text in project_files(packages, version).items():
        _write_when_different(path, text)
    (BIN / "linli").chmod(0o755)


def version_in(changelog: str) -> str:
    """Read the version from the newest released heading of the changelog."""
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    if found is None:
        msg = "CHANGELOG.md: no heading like “## 0.1.0”"
        raise Failed(msg)
    return found.group(1)


def project_files(packages: Path, version: str) -> dict[Path, str]:
    """Return the files of an editable install: what pip would write, without its building."""
    info = packages / f"linli-{version}.dist-info"
    texts = {
        packages / "linli.pth": f"{ROOT / 'src'}\n",
        info / "METADATA": f"Metadata-Version: 2.1\nName: linli\nVersion: {version}\n",
        info / "INSTALLER": "linli\n",
        info / "entry_points.txt": "[console_scripts]\nlinli = linli.site.cli:main\n",
        BIN / "linli": launcher(str(PYTHON)),
    }
    listed = [os.path.relpath(path, packages) for path in [*texts, info / "RECORD"]]
    texts[info / "RECORD"] = "".join(f"{path},,\n" for path in listed)
    return texts


def launcher(python: str) -> str:
    """Return the text of bin/linli; a path that a kernel's first line cannot hold goes through the shell."""
    first = f"#!{python}\n"
    if len(first) > 127 or " " in python:
        first = f"#!/bin/sh\n'''exec' \"{python}\" \"$0\" \"$@\"\n' '''\n"
    return first + "import sys\n\nfrom linli.site.cli import main\n\nif __name__ == '__main__':\n    sys.exit(main())\n"


def compile_own_code() -> None:
    """Write bytecode for our own modules, so that the first start is as quick as the others."""
    run_quietly([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src/linli")])


def compile_translations() -> None:
    """Make the files the pages read their translations from; those that are current stay."""
    run_quietly([str(PYTHON), "-m", "linli.site.translations"])


def _write_when_different(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
