"""The query page: a question built by clicking or typed, counted first, then looked at masked, then taken out."""

import io
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError, NotAllowed
from linli.core.file_answers import file_answer
from linli.core.ids import new_id
from linli.register.actions.asking import count_people, explain, forget_query, look_at_page, save_query, take_out
from linli.register.asking.attributes import ATTRIBUTES
from linli.register.asking.building import joined, lines, path_of, swapped, turned, without
from linli.register.asking.language import parse
from linli.register.asking.printing import printed
from linli.register.asking.tree import Node
from linli.register.exports.people_found import plain, write_people
from linli.register.queries.grounds import MEMBERSHIP, Question
from linli.register.queries.organisations import acts_for
from linli.register.queries.saved import saved_queries
from linli.register.web.query_forms import ConditionForm, QuestionForm, SaveForm
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, signed_in

_STEPS = {"remove": without, "turn": turned, "swap": swapped}


@never_cache
@require_safe
@signed_in
def builder(request: StaffRequest) -> HttpResponse:
    _check_may(request.actor)
    text, trouble = request.GET.get("text", ""), ""
    try:
        node = _stepped(request, parse(text) if text.strip() else None)
        text = _written(node) if node is not None else ""
    except LinliError as error:
        node, trouble = None, str(error)
    return _page(request, _question(request, text), node, {"trouble": trouble})


@never_cache
@require_POST
@signed_in
def people(request: StaffRequest) -> HttpResponse:
    """Count, and with `after` or `look` give a page too."""
    _check_may(request.actor)
    question = _question(request, request.POST.get("text", ""))
    found: dict[str, object] = {}
    node = None
    try:
        node = parse(question.text)
        found["counted"] = count_people(question, command=_command(request))
        if "look" in request.POST:
            page = look_at_page(question, command=_command(request), after=_after(request))
            found["page"] = page
            found["heads"] = [ATTRIBUTES[name].words for name in page.columns]
            found["rows"] = [(row.resident_id, [plain(cell) for cell in row.cells]) for row in page.rows]
        if "explain" in request.POST:
            found["explained"] = dict(explain(question, command=_command(request)))
    except LinliError as error:
        found["trouble"] = str(error)
    return _page(request, question, node, found, status=400 if "trouble" in found else 200)


@never_cache
@require_POST
@signed_in
def export(request: StaffRequest) -> HttpResponse:
    _check_may(request.actor)
    question, command, said = _question(request, request.POST.get("text", "")), _command(request), request.POST.get("said", "")  # fmt: skip
    try:
        found = take_out(question, command=command, said=said[:200])
    except LinliError as error:
        return _page(request, question, None, {"trouble": str(error)}, status=400)
    out = io.BytesIO()
    write_people(found, command, out, language=get_language() or "", said=said[:200])
    return file_answer(out.getvalue(), name=f"people-{question.purpose}.xlsx")


@never_cache
@require_POST
@signed_in
def save(request: StaffRequest) -> HttpResponse:
    _check_may(request.actor)
    question = _question(request, request.POST.get("text", ""))
    try:
        save_query(request.POST.get("name", ""), question, command=_command(request))
    except LinliError as error:
        return _page(request, question, None, {"trouble": str(error)}, status=400)
    return redirect(_address(question))


@never_cache
@require_POST
@signed_in
def forget(request: StaffRequest, query_id: UUID) -> HttpResponse:
    forget_query(query_id, command=_command(request))
    return redirect("register:query")


def _page(
    request: StaffRequest, question: Question, node: Node | None, found: dict[str, object], *, status: int = 200
) -> HttpResponse:
    initial = {"text": question.text, "purpose": question.purpose, "area": question.area}
    form = QuestionForm(initial=initial, auto_id="query_%s")
    form.fit(request.actor)
    adding = _adding(request)
    context = {
        "form": form,
        "adding": adding,
        "lines": lines(node, language=get_language() or "") if node is not None else (),
        "saved": [(one, _address(Question(one.text, one.purpose_code))) for one in saved_queries(request.actor)],
        "save_form": SaveForm(auto_id="save_%s"),
        "may_export": request.actor.may_anywhere(Permission.PEOPLE_EXPORT),
        "links": request.actor.may_anywhere(Permission.PEOPLE_VIEW) and question.purpose != MEMBERSHIP,
        **found,
    }
    template = "register/query.html#adding" if getattr(request, "htmx", False) else "register/query.html"
    return render(request, template, context, status=status)


def _adding(request: StaffRequest) -> ConditionForm:
    chosen = request.GET.get("attribute", "") or "age"
    form = ConditionForm(initial={"attribute": chosen, "number": 1}, auto_id="add_%s")
    form.fit(request.actor, chosen)
    return form


def _stepped(request: StaffRequest, node: Node | None) -> Node | None:
    """Do what was clicked: a condition added, a part taken out, turned round or joined otherwise."""
    if "add" in request.GET:
        form = ConditionForm(request.GET, auto_id="add_%s")
        form.fit(request.actor, request.GET.get("attribute", ""))
        if form.is_valid():
            return joined(node, path_of(form.cleaned_data["at"]), form.condition(), word=form.cleaned_data["word"])
    for name, step in _STEPS.items():
        if node is not None and name in request.GET:
            return step(node, path_of(request.GET[name]))
    return node


def _question(request: StaffRequest, text: str) -> Question:
    told = request.POST if request.method == "POST" else request.GET
    purpose = told.get("purpose", "") or ("register" if _may_query(request.actor) else MEMBERSHIP)
    return Question(text, purpose, told.get("area", ""))


def _written(node: Node) -> str:
    return printed(node, language=get_language() or "")


def _address(question: Question) -> str:
    told = {"text": question.text, "purpose": question.purpose, "area": question.area}
    return f"{reverse('register:query')}?{urlencode(told)}"


def _after(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST["after"]) if request.POST.get("after") else None
    except ValueError:
        return None


def _command(request: StaffRequest) -> Command:
    return Command(new_id(), request.actor, timezone.now())


def _may_query(actor: Actor) -> bool:
    return actor.may_anywhere(Permission.PEOPLE_QUERY)


def _check_may(actor: Actor) -> None:
    """Open the page to who may ask in an area, and to officers for the members of their own organisation."""
    if not _may_query(actor) and not acts_for(actor):
        raise NotAllowed
