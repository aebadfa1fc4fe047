"""How a page sends a file off: to be kept under its name by whoever asked, and by nobody on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def file_answer(content: bytes, *, name: str, kind: str = EXCEL) -> HttpResponse:
    """Send a file off, a workbook unless another kind is named."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
