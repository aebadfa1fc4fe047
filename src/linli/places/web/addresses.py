"""The desk's page of addresses: try one, see its parts and what it means, keep the other names of places."""

import io
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.places import actions, queries
from linli.places.actions import AliasDraft
from linli.places.errors import AliasOfNothing
from linli.places.queries import Match
from linli.places.queries.aliases import aliases_within, name_to_learn, names_of_targets
from linli.places.rules import AliasKind, Needed
from linli.places.web.access import scope_of, viewer_of
from linli.places.web.address_views import found_by, pieces_of
from linli.places.web.alias_sheet import MOST_ROWS, write_aliases
from linli.places.wording import KIND_NAMES, SOURCE_NAMES

LONGEST, PER_PAGE = 300, 25


@never_cache
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    if getattr(getattr(request, "actor", None), "account_id", None) is None:
        return redirect_to_login(request.get_full_path())
    viewer = viewer_of(request)
    scope = scope_of(viewer, Needed.AREAS_VIEW)
    text, words = request.GET.get("q", "")[:LONGEST].strip(), request.GET.get("words", "")[:60]
    page = Paginator(aliases_within(scope, words=words), PER_PAGE).get_page(request.GET.get("page"))
    named = names_of_targets(list(page.object_list))
    lines = [
        (alias, named[alias.pk], KIND_NAMES.get(alias.kind, alias.kind), SOURCE_NAMES.get(alias.source, alias.source))
        for alias in page.object_list
    ]
    context = {
        "q": text, "words": words, "page": page, "lines": lines, "may_edit": bool(viewer.prefixes(Needed.REFERENCE_EDIT)),
        "geojson_url": f"/map/layers/{{name}}.geojson?under={scope[0]}",
    }  # fmt: skip
    return render(request, "places/addresses.html", context | (_tried(text, scope) if text else {}))


@never_cache
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    return _suggestions(request, scope_of(viewer_of(request), Needed.AREAS_VIEW))


@never_cache
@require_safe
def suggest_to_anyone(request: HttpRequest) -> HttpResponse:
    """Suggest places to residents who report: what the public map shows, never a dwelling."""
    return _suggestions(request, ("",))


@never_cache
@require_safe
def aliases_workbook(request: HttpRequest) -> HttpResponse:
    scope, file = scope_of(viewer_of(request), Needed.AREAS_VIEW), io.BytesIO()
    write_aliases(list(aliases_within(scope, words=request.GET.get("words", ""))[:MOST_ROWS]), file)
    return file_answer(file.getvalue(), name="address-aliases.xlsx")


@require_POST
def add_alias(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    scope = scope_of(viewer, Needed.REFERENCE_EDIT)
    kind, _colon, target = request.POST.get("target", "").partition(":")
    try:
        if kind not in set(AliasKind):
            raise AliasOfNothing(field="target")
        draft = AliasDraft(request.POST.get("text", ""), AliasKind(kind), target)
        alias = actions.keep_alias(draft, prefixes=scope, by=viewer.name, at=timezone.now())
    except LinliError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下别名“%(name)s”。") % {"name": alias.text})
    return redirect(reverse("places:addresses"))


@require_POST
def remove_alias(request: HttpRequest, alias_id: UUID) -> HttpResponse:
    scope = scope_of(viewer_of(request), Needed.REFERENCE_EDIT)
    actions.drop_alias(alias_id, prefixes=scope)
    messages.success(request, _("已删除别名。"))
    return redirect(reverse("places:addresses"))


def _suggestions(request: HttpRequest, scope: tuple[str, ...]) -> HttpResponse:
    text = (request.GET.get("q") or request.GET.get("address") or "")[:LONGEST].strip()
    match = queries.match_address(text, prefixes=scope, to_dwelling=False) if text else None
    context = {"found": found_by(match) if match else [], "asked": text, "is_sure": match is not None and match.is_sure}
    return render(request, "places/address_suggestions.html", context)


def _tried(text: str, scope: tuple[str, ...]) -> dict[str, object]:
    match: Match = queries.match_address(text, prefixes=scope)
    found = found_by(match)
    return {
        "pieces": pieces_of(match.parsed), "found": found, "best": found[0] if found else None, "is_sure": match.is_sure,
        "is_ambiguous": match.is_ambiguous, "named": [one for one in found if one.key],
        "words_to_learn": name_to_learn(match.parsed, AliasKind.BUILDING),
    }  # fmt: skip
