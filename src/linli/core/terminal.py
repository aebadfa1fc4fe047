"""What commands share that write files and let libraries in C work: files that can be written, a standard output of their own."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.table import Column


class OutFile(click.Path):
    """A file to write: a folder that is missing or closed is named before the work begins, not after it."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        path = super().convert(value, param, ctx)
        folder = Path(os.fsdecode(path)).parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            self.fail(_("文件夹“%(folder)s”不存在或不能写入。") % {"folder": folder}, param, ctx)
        return path


@contextmanager
def only_our_words() -> Iterator[None]:
    """Throw away what libraries in C print to standard output, where a program may be reading JSON."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what C holds back would come out later
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def whole(head: str) -> Column:
    """Give a column that breaks long Chinese text into lines; without blanks it would be cut off instead."""
    return Column(head, overflow="fold")
