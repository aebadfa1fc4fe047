"""Getting uv, the fast installer, without any installer: its wheel is one program in a zip file.

pip downloads it where there is a pip. Where there is none, the package index that the machine is
configured with is read with the standard library. Either way the file must have a hash that our lock file names.
"""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import platform
import re
import ssl
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from setting_up.console import REQUIREMENTS, Failed, environment, run_quietly

LOCK = REQUIREMENTS / "uv.txt"
TIMEOUT_SECONDS = 180
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


def fetch_with_pip(pip: Sequence[str], target: Path) -> None:
    """Let pip download the wheel and put its program at the target."""
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", folder]
        run_quietly([*pip, "download", *flags, "-r", str(LOCK)], env=environment())
        wheels = list(Path(folder).glob("uv-*.whl"))
        if not wheels:
            msg = "pip download: no wheel"
            raise Failed(msg)
        unpack(wheels[0], target)


def fetch_from_index(index: str, target: Path) -> None:
    """Read the index, download the wheel for this machine, check its hash and put its program at the target."""
    version, allowed = read_lock(LOCK.read_text(encoding="utf-8"))
    page = urljoin(index.rstrip("/") + "/", "uv/")
    try:
        links = read_links(*_get(page), page)
        name = pick_wheel(links, version, tags_of_this_machine())
        body, _ = _get(links[name]) if name else (b"", "")
    except OSError as error:
        msg = f"{page}: {error}"
        raise Failed(msg) from error
    if name is None:
        msg = f"uv {version}: no wheel for {platform.system()} {platform.machine()}"
        raise Failed(msg)
    if hashlib.sha256(body).hexdigest() not in allowed:
        msg = f"{name}: its sha256 is not in requirements/uv.txt"
        raise Failed(msg)
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / name
        wheel.write_bytes(body)
        unpack(wheel, target)


def unpack(wheel: Path, target: Path) -> None:
    """Take the program `uv` out of its wheel."""
    with zipfile.ZipFile(wheel) as archive:
        inside = [name for name in archive.namelist() if re.fullmatch(r"uv-[^/]+\.data/scripts/uv", name)]
        if not inside:
            msg = f"{wheel.name}: no uv inside"
            raise Failed(msg)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(inside[0]))
    target.chmod(0o755)


def read_lock(text: str) -> tuple[str, set[str]]:
    """Return the locked version and the hashes allowed for it."""
    version = re.search(r"^uv==([0-9.]+)", text, re.MULTILINE)
    if version is None:
        msg = "requirements/uv.txt: no version"
        raise Failed(msg)
    return version.group(1), set(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))


def index_of(environ: Mapping[str, str]) -> str | None:
    """Return the address of the package index this machine is configured with, if it says so."""
    for variable in INDEX_VARIABLES:
        if environ.get(variable):
            return environ[variable]
    found: str | None = None
    for path in pip_files(environ):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (OSError, configparser.Error, UnicodeDecodeError):
            continue
        for section in ("global", "install"):
            found = parser.get(section, "index-url", fallback=None) or found
    return found


def pip_files(environ: Mapping[str, str]) -> list[Path]:
    """Return where pip keeps its configuration, later ones winning."""
    home = Path(environ.get("HOME") or os.path.expanduser("~"))
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    shared = [Path(folder) / "pip/pip.conf" for folder in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")]
    files = [*shared, Path("/etc/pip.conf"), home / ".pip/pip.conf", config / "pip/pip.conf"]
    if environ.get("PIP_CONFIG_FILE"):
        files.append(Path(environ["PIP_CONFIG_FILE"]))
    return files


def tags_of_this_machine() -> list[str]:
    """Return the parts of a wheel's name that fit here, best first."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return tags_for(platform.system(), machine, platform.libc_ver()[0])


def tags_for(system: str, machine: str, libc: str) -> list[str]:
    """Return the parts of a wheel's name that fit a system, best first."""
    if system == "Darwin":
        return [rf"macosx_\d+_\d+_{'arm64' if machine == 'aarch64' else machine}"]
    kinds = ["manylinux", "musllinux"] if libc == "glibc" else ["musllinux"]
    return [rf"{kind}_\d+_\d+_{machine}" for kind in kinds]


def pick_wheel(names: Iterable[str], version: str, tags: Sequence[str]) -> str | None:
    """Return the wheel of a version that fits the tags best."""
    ours = [name for name in names if name.startswith(f"uv-{version}-") and name.endswith(".whl")]
    for tag in tags:
        for name in sorted(ours):
            if re.search(tag + r"(\.|$)", name[: -len(".whl")]):
                return name
    return None


def read_links(body: bytes, kind: str, page: str) -> dict[str, str]:
    """Return file names and addresses from an index page, JSON or HTML."""
    if "json" in kind:
        return {entry["filename"]: urljoin(page, entry["url"]) for entry in json.loads(body)["files"]}
    reader = _Links()
    reader.feed(body.decode("utf-8", "replace"))
    return {href.split("#")[0].rsplit("/", 1)[-1]: urljoin(page, href.split("#")[0]) for href in reader.found}


class _Links(HTMLParser):
    """Collects the addresses of an HTML page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _get(address: str) -> tuple[bytes, str]:
    request = urllib.request.Request(address, headers={"Accept": ACCEPT})  # noqa: S310 - the machine's own index
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE") or None)
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=trust) as reply:  # noqa: S310 - same
        return reply.read(), reply.headers.get("Content-Type", "")
