"""A PostgreSQL of our own for the tests: made in a temporary folder, on a spare port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setting_up.console import Failed, answer_of, environment, last_lines, say, step
from setting_up.system_packages import install_packages, root_prefix

OLDEST = 15
USUAL_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=128MB")
NO_CLUSTER = "/etc/postgresql-common/createcluster.d/linli-tests.conf"
WITHOUT = (
    "没有 PostgreSQL 15 或更新版本，PostgreSQL 上的测试没有运行。请安装（Debian：apt-get install postgresql）。"
    " / No PostgreSQL 15 or later: the tests on PostgreSQL did not run. Install it (Debian: apt-get install postgresql)."
)


def find_or_install() -> Path | None:
    """Return the folder with PostgreSQL's server programs; install them where we may."""
    found = find_programs()
    if found is None and _install():
        found = find_programs()
    if found is None:
        say(WITHOUT)
    return found


def find_programs() -> Path | None:
    """Return the newest folder in which initdb answers and is new enough."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += [folder for usual in USUAL_FOLDERS for folder in Path("/").glob(usual.lstrip("/"))]
    usable = [(major_version(answer_of([str(folder / "initdb"), "--version"])), folder) for folder in folders]
    usable = [(major, folder) for major, folder in usable if major >= OLDEST and (folder / "pg_ctl").exists()]
    return max(usable)[1] if usable else None


def major_version(printed: str | None) -> int:
    """Read the major version from what initdb prints; 0 where it printed nothing."""
    found = re.search(r"\(PostgreSQL\) (\d+)", printed or "")
    return int(found.group(1)) if found else 0


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a throw-away cluster and give its address; it is stopped and removed in every case."""
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir="/tmp"))
    account = unprivileged_account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    password, port = secrets.token_hex(16), spare_port()
    try:
        with step(f"启动临时 PostgreSQL（端口 {port}）", "starting a throw-away PostgreSQL"):
            _start(programs, folder, account, password, port)
        yield f"postgresql://linli:{password}@127.0.0.1:{port}/postgres"
    finally:
        if (folder / "data/postmaster.pid").exists():
            _works([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"], folder, account)
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return the account the server runs under when we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def spare_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _start(programs: Path, folder: Path, account: pwd.struct_passwd | None, password: str, port: int) -> None:
    secret = folder / "password"
    secret.write_text(password + "\n", encoding="utf-8")
    secret.chmod(0o600)
    if account is not None:
        os.chown(secret, account.pw_uid, account.pw_gid)
    data = folder / "data"
    who: list[str | Path] = ["-U", "linli", "-A", "scram-sha-256", f"--pwfile={secret}"]
    what: list[str | Path] = ["-E", "UTF8", "--locale=C", "--no-sync", "-D", data]
    _must([programs / "initdb", *who, *what], folder, account)
    secret.unlink()
    options = " ".join(f"-c {setting}" for setting in SPEED)
    listen = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    log = folder / "server.log"
    _must([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{listen} {options}", "start"], folder, account)


def _must(command: list[str | Path], folder: Path, account: pwd.struct_passwd | None) -> None:
    if _works(command, folder, account):
        return
    files = [path for path in (folder / "output.txt", folder / "server.log") if path.exists()]
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    message = f"{command[0]}\n{last_lines(text)}"
    raise Failed(message)


def _works(command: list[str | Path], folder: Path, account: pwd.struct_passwd | None) -> bool:
    identity: dict[str, Any] = {}  # keywords that must be absent for ordinary users
    if account is not None:
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
    with (folder / "output.txt").open("wb") as sink:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=sink,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=str(folder),
            env={**environment(), "LC_ALL": "C", "HOME": str(folder)},
            check=False,
            **identity,
        )
    return done.returncode == 0


def _install() -> bool:
    """Install PostgreSQL without the cluster that Debian would make and start with it."""
    prefix = root_prefix()
    if prefix is None:
        return False
    quiet = f"mkdir -p {os.path.dirname(NO_CLUSTER)} && echo 'create_main_cluster = false' > {NO_CLUSTER}"
    answer_of([*prefix, "sh", "-c", quiet])
    try:
        return install_packages(["postgresql"])
    finally:
        answer_of([*prefix, "rm", "-f", NO_CLUSTER])
