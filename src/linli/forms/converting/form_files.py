"""The files that come with a form, read for what they hold before they are kept: lists of answers, pictures, sounds.

Lists are written anew as UTF-8 tables with commas, pictures without what their camera noted: what is kept is what clients get.
"""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from linli.core.recordings import recording_type
from linli.forms import errors
from linli.forms.converting.answer_lists import AnswerList, read_csv, read_geojson
from linli.forms.rules import LISTS, MOST_FILE_MB, PICTURES, SOUNDS, check_given, check_once, ending_of, named_alike

_LONGEST_SIDE_PX = 2048
_MOST_PIXELS = 25_000_000
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError)
_LONGEST_NAME = 120  # as many as are kept
_UNFIT_SIGNS = frozenset("#?%")  # an address cannot have them in a name
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_READERS: Mapping[str, Callable[[bytes, str], AnswerList]] = {".csv": read_csv, ".geojson": read_geojson}


@dataclass(frozen=True)
class FormFile:
    """A file as clients get it."""

    name: str
    media_type: str
    content: bytes
    md5: str


def read_form_files(
    named: Sequence[str], given: Mapping[str, bytes]
) -> tuple[tuple[FormFile, ...], dict[str, AnswerList]]:
    """Read every file that a form names, and no other; give also the answers of its lists, by the name of their file."""
    names = named_alike(named, given)
    check_once(names.values())
    contents = {names[name]: content for name, content in given.items()}
    check_given(named, ((name, len(content)) for name, content in contents.items()))
    read = [_read(name, contents[name]) for name in sorted(contents)]
    check_given(named, ((file.name, len(file.content)) for file, _list in read))  # written anew, they may have grown
    return tuple(file for file, _list in read), {file.name: found for file, found in read if found is not None}


def _read(name: str, content: bytes) -> tuple[FormFile, AnswerList | None]:
    """Read one file by its ending; of a list also its answers."""
    if _UNFIT_SIGNS.intersection(name):
        raise errors.FormFileUnfit(field="beside", name=name, why=_("文件名里不能有 # ? %。"))
    if len(name) > _LONGEST_NAME:
        why = _("文件名太长，最多 %(most)s 个字符；请在表单里和文件上一起改短。") % {"most": _LONGEST_NAME}
        raise errors.FormFileUnfit(field="beside", name=name, why=why)
    ending = ending_of(name)
    if media_type := LISTS.get(ending):
        found = _READERS[ending](content, name)
        return _made(name, media_type, found.content), found
    if media_type := PICTURES.get(ending):
        return _made(name, media_type, _picture(content, name, _FORMATS[media_type])), None
    if media_type := SOUNDS.get(ending):
        if recording_type(content) != media_type:
            raise errors.FormFileUnfit(
                field="beside", name=name, why=_("内容不是%(ending)s录音。") % {"ending": ending}
            )
        return _made(name, media_type, content), None
    taken = "、".join((*LISTS, *PICTURES, *SOUNDS))
    raise errors.FormFileUnfit(field="beside", name=name, why=_("只收 %(taken)s。") % {"taken": taken})


def _made(name: str, media_type: str, content: bytes) -> FormFile:
    """Keep what was written anew, unless it grew past what one file may be."""
    if len(content) > MOST_FILE_MB * 1024 * 1024:
        why = _("另存为各种手机都能打开的格式以后超过 %(most)s MB。图片请先缩小尺寸，清单请删去用不到的行和列。")
        raise errors.FormFileUnfit(field="beside", name=name, why=why % {"most": MOST_FILE_MB})
    return FormFile(name, media_type, content, hashlib.md5(content, usedforsecurity=False).hexdigest())


def _picture(content: bytes, name: str, kind: str) -> bytes:
    try:
        picture: Image.Image = Image.open(io.BytesIO(content), formats=(kind,))
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError(picture.size)
        upright = _in_few_colours(ImageOps.exif_transpose(picture), kind)
        out = io.BytesIO()
        upright.save(out, kind)
    except (*_BROKEN, Image.DecompressionBombError):
        raise errors.FormFileUnfit(
            field="beside", name=name, why=_("内容不是完好的 %(kind)s 图片。") % {"kind": kind}
        ) from None
    return out.getvalue()


def _in_few_colours(picture: Image.Image, kind: str) -> Image.Image:
    """Scale a picture down without giving it colours that it has not: a black and white map would grow many times over."""
    is_large = max(picture.size) > _LONGEST_SIDE_PX
    if picture.has_transparency_data and kind != "JPEG":
        mode = "RGBA"
    elif picture.mode in {"1", "L"}:
        mode = "L" if is_large or kind == "JPEG" else picture.mode
    else:
        mode = "P" if picture.mode == "P" and not is_large else "RGB"
    made = picture.convert(mode) if mode != picture.mode else picture.copy()
    made.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
    made.info = {}  # a comment, or where it was taken, would be saved with it
    return made
