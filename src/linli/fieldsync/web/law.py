"""What the app does not do, for everybody to read; and the same as a file for the filing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.core.file_answers import file_answer
from linli.fieldsync.exports.law_pack import law_pack
from linli.fieldsync.exports.law_papers import FORMATS, based_on, complaints_said, kept_said, law_paper, position_said


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Show the pack; it says nothing of anybody, so anybody may read it."""
    pack = law_pack()
    context = {
        "pack": pack,
        "based_on": based_on(),
        "kept": kept_said(pack),
        "nowhere_else": position_said(),
        "complaints": complaints_said(pack),
    }
    return render(request, "field/law.html", context)


@require_safe
def paper(_request: HttpRequest, file_format: str) -> HttpResponse:
    """Give the pack as a file, in the reader's language."""
    if file_format not in FORMATS:
        raise Http404
    name = _("移动工作应用备案材料")
    return file_answer(law_paper(law_pack(), file_format), name=f"{name}.{file_format}", kind=FORMATS[file_format])
