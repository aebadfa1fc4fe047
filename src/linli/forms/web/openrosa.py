"""The OpenRosa door: ODK Collect and every other client of the kind lists, downloads and sends forms here."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import FormVersion
from linli.forms.queries.opened import file_of, files_of, versions_open_to, xform_of
from linli.forms.web.openrosa_answers import ListedForm, form_list_xml, manifest_xml, message_xml, xml_answer
from linli.forms.web.openrosa_door import door
from linli.forms.web.openrosa_posts import read_post
from linli.staff.rules import Actor, Command


@require_safe
@door
def form_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the forms that are open where this person works."""
    every = request.GET.get("listAllVersions", "").lower() == "true"
    verbose = request.GET.get("verbose", "").lower() == "true"
    wanted = request.GET.get("formID", "")
    rows = [row for row in versions_open_to(actor, every=every) if not wanted or row.form_id == wanted]
    return xml_answer(form_list_xml(_listed(request, row, verbose=verbose) for row in rows))


@require_safe
@door
def form(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Give the exact bytes that the list's hash was made of."""
    return xml_answer(xform_of(code, request.GET.get("version", ""), actor=actor))


@require_safe
@door
def manifest(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Name the files of a form, each with the hash of its exact bytes."""
    version = request.GET.get("version", "")
    found = files_of(code, version, actor=actor)
    return xml_answer(manifest_xml((one.name, one.md5, _file_url(request, code, version, one.md5)) for one in found))


@require_safe
@door
def form_file(request: HttpRequest, actor: Actor, code: str, md5: str) -> HttpResponse:
    """Give the exact bytes that the manifest's hash was made of."""
    found = file_of(code, request.GET.get("version", ""), md5, actor=actor)
    return HttpResponse(bytes(found.content), content_type=found.media_type)


@require_http_methods(["HEAD", "POST"])
@door
def submission(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a filled form in: 201 also for one that came before, so that the client stops sending it."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    xml, files = read_post(request)
    sent = actions.Sent("", "", "", xml, files=files)
    taken = actions.take_submission(sent, command=Command(new_id(), actor, timezone.now()))
    text = _("已经收到过，没有重复保存。") if taken.is_repeat else _("已收到。")
    return xml_answer(message_xml(text, "submit_success"), status=201)


def _file_url(request: HttpRequest, code: str, version: str, md5: str) -> str:
    query = f"?{urlencode({'version': version})}" if version else ""
    return request.build_absolute_uri(f"{reverse('openrosa:form_file', args=[code, md5])}{query}")


def _listed(request: HttpRequest, row: FormVersion, *, verbose: bool) -> ListedForm:
    query = urlencode({"version": row.version})
    address = {
        name: request.build_absolute_uri(f"{reverse(f'openrosa:{name}', args=[row.form_id])}?{query}")
        for name in ("form", "manifest")
    }
    return ListedForm(
        row.form_id, row.form.title, row.version, row.md5, address["form"], address["manifest"],
        row.form.about if verbose else "",
    )  # fmt: skip
