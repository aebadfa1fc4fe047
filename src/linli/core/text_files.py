"""Text files people send: packed or not, in whichever encoding, and never more of one than may be read into memory."""

import gzip
import io
import zlib
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid

MOST_MB = 1_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class FileUnreadable(Invalid):
    """A file cannot be read as what it should be."""

    code = "core.file-unreadable"
    text = gettext_lazy("文件“%(file)s”读不出来：%(why)s")


def read_text(path: Path, *, most_mb: int = MOST_MB) -> str:
    """Read a text file, unpacked where it is packed by gzip; one that is or becomes too large is refused."""
    return decode(_content(path, most_mb), name=path.name)


def decode(content: bytes, *, name: str) -> str:
    """Decode a text file: UTF-8, UTF-16, GB18030 (common in offices), else the most likely encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:4096]:
        raise FileUnreadable(file=name, why=_("不是文本表格（是 Excel 文件请用 .xlsx 扩展名）"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content[:200_000]).best()
    if best is None:
        raise FileUnreadable(file=name, why=_("认不出文字编码，请另存为 UTF-8"))
    return content.decode(best.encoding, errors="replace")


def unpacked(content: bytes, *, name: str, most_mb: int = MOST_MB) -> bytes:
    """Unpack what was packed by gzip; what becomes too large is refused."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as file:
            plain = file.read(most_mb * 1_000_000 + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileUnreadable(file=name, why=_("压缩文件已损坏")) from error
    if len(plain) > most_mb * 1_000_000:
        raise too_large(Path(name), most_mb)
    return plain


def too_large(path: Path, most_mb: int = MOST_MB) -> FileUnreadable:
    """Say that a file is larger than may be read."""
    return FileUnreadable(file=path.name, why=_("超过 %(most)s MB，请拆分后再导入") % {"most": most_mb})


def _content(path: Path, most_mb: int) -> bytes:
    most = most_mb * 1_000_000
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if is_packed else path.open("rb") as file:
            content = file.read(most + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileUnreadable(file=path.name, why=_("压缩文件已损坏")) from error
    except OSError as error:
        raise FileUnreadable(file=path.name, why=error.strerror or error) from error
    if len(content) > most:
        raise too_large(path, most_mb)
    return content
