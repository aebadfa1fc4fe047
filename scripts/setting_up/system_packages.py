"""Installing packages of the operating system, only where we may: as root, or with a sudo that asks nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

from setting_up.console import Failed, answer_of, environment, run_quietly, say, step

_updated: list[bool] = []


def install_packages(names: Sequence[str]) -> bool:
    """Install Debian packages and say whether that worked; never asks for a password."""
    prefix = root_prefix()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    shown = " ".join(names)
    try:
        with step(f"安装系统软件包 {shown}", f"installing system packages {shown}"):
            _update_once(prefix)
            run_quietly([*prefix, *_apt("install"), *names], env=_environment())
    except Failed as failure:
        say(f"  ✗ {failure}")
        return False
    return True


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and answer_of(["sudo", "-n", "true"]) is not None:
        return ["sudo", "-n"]
    return None


def _update_once(prefix: Sequence[str]) -> None:
    if not _updated:
        run_quietly([*prefix, *_apt("update")], env=_environment())
        _updated.append(True)


def _apt(verb: str) -> list[str]:
    options = ["-q", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120"]
    return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, verb] + (
        ["--no-install-recommends"] if verb == "install" else []
    )


def _environment() -> dict[str, str]:
    return {**environment(), "PATH": os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"}
