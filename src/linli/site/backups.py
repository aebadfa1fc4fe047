"""`linli backup` and `linli restore`: the database, photos and keys in one checked file, taken while serving."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Refused

LIST_NAME = "contents.json"
DATABASE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class BackupBroken(Invalid):
    """A backup file is not whole."""

    code = "site.backup-broken"
    text = _("备份文件不完整或已损坏：%(why)s。没有恢复任何内容。")


class StoreDiffers(Refused):
    """A backup of one kind of database does not go into the other."""

    code = "site.backup-store-differs"
    text = _("备份来自 %(theirs)s 数据库，现在用的是 %(ours)s，不能恢复。")


class StoreToolFailed(Refused):
    """pg_dump or pg_restore ended with an error."""

    code = "site.backup-tool-failed"
    text = _("数据库工具没有完成：%(why)s")


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds."""

    files: int
    size_bytes: int
    store: str


@dataclass(frozen=True)
class Contents:
    """The list inside a backup: every part's checksum, the kind of database, when."""

    sums: dict[str, str]
    store: str
    at: str


def backup(target: Path) -> BackupReport:
    """Write the whole installation into one file, with a checksum of every part; the file appears only when whole."""
    part = target.with_name(f"{target.name}.part")
    sums: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=settings.LINLI_DATA) as work,
        tarfile.open(part, "w:gz", compresslevel=4) as tar,
    ):
        database = _dump(Path(work))
        for name, path in [(database.name, database), *_own_files()]:
            sums[name] = _sum(path)
            tar.add(path, arcname=name)
        about = Contents(sums=sums, store=connection.vendor, at=timezone.now().isoformat())
        content = json.dumps(asdict(about), ensure_ascii=False).encode()
        info = tarfile.TarInfo(LIST_NAME)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    os.chmod(part, 0o600)
    os.replace(part, target)
    return BackupReport(len(sums), target.stat().st_size, connection.vendor)


def restore(source: Path) -> BackupReport:
    """Check a backup as a whole, then put its database, photos and keys in place of the present ones."""
    with tempfile.TemporaryDirectory(dir=settings.LINLI_DATA) as work:
        folder = Path(work)
        about = _unpack_checked(source, folder)
        _load(folder / DATABASE_NAMES[connection.vendor])
        for name in about.sums:
            if name not in DATABASE_NAMES.values():
                place = settings.LINLI_DATA / name
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(folder / name, place)
        return BackupReport(len(about.sums), source.stat().st_size, connection.vendor)


def _own_files() -> Iterator[tuple[str, Path]]:
    for folder in ("attachments", "models"):
        for path in sorted((settings.LINLI_DATA / folder).rglob("*")):
            if path.is_file() and path.suffix != ".part":
                yield str(path.relative_to(settings.LINLI_DATA)), path
    yield "keys.json", settings.LINLI_DATA / "keys.json"
    if (vapid := settings.LINLI_DATA / "vapid.pem").is_file():  # browsers subscribed to this key and no other
        yield vapid.name, vapid


def _dump(folder: Path) -> Path:
    target = folder / DATABASE_NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", _address())
    return target


def _load(database: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(database) as copy:
            copy.backup(connection.connection)
        copy.close()
    else:
        connections.close_all()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={_address()}",
            str(database),
        )
    connections.close_all()


def _address() -> str:
    found = connection.settings_dict
    parts = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "password": found["PASSWORD"]}
    words = [f"{name}='{value}'" for name, value in parts.items() if value]
    return " ".join([f"dbname='{found['NAME']}'", *words])


def _run(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise StoreToolFailed(why=_("没有找到 %(tool)s，请安装 PostgreSQL 客户端。") % {"tool": tool})
    ended = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 fixed tool
    if ended.returncode:
        raise StoreToolFailed(why=ended.stderr.strip().splitlines()[-1] if ended.stderr.strip() else ended.returncode)


def _unpack_checked(source: Path, folder: Path) -> Contents:
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        about = Contents(**json.loads((folder / LIST_NAME).read_text(encoding="utf-8")))
    except (OSError, tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise BackupBroken(why=error) from None
    for name, expected in about.sums.items():
        if not (folder / name).is_file() or _sum(folder / name) != expected:
            raise BackupBroken(why=name)
    if about.store != connection.vendor:
        raise StoreDiffers(theirs=about.store, ours=connection.vendor)
    return about


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
