"""Where the forms of a record's page are sent: one noun each, one action each."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.core.errors import LinliError, NotFound
from linli.core.ids import new_id
from linli.places import queries as places
from linli.register import actions
from linli.register.actions import contacts, guardians, revealing, stating, undoing
from linli.register.queries.sheets import household_sheet, resident_sheet
from linli.register.queries.statements import statement_for
from linli.register.rules import NewHousehold, Relation
from linli.register.web.record_forms import NewHouseholdForm, RecordForm, RevealForm
from linli.register.web.record_pages import Rejected, show_household, show_resident
from linli.register.web.record_rare import HOUSEHOLD_STEPS, RESIDENT_STEPS
from linli.register.web.record_steps import REVEAL, RecordStep, person_of, show_clear
from linli.register.wording import FIELD_NAMES, named
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.answering import act

_OF_HOUSEHOLD: Mapping[str, RecordStep] = {step.noun: step for step in HOUSEHOLD_STEPS}
_OF_RESIDENT: Mapping[str, RecordStep] = {step.noun: step for step in RESIDENT_STEPS}


@never_cache
@require_POST
@sensitive_post_parameters()
@needs(Permission.PEOPLE_EDIT)
def household_step(request: StaffRequest, household_id: UUID, noun: str) -> HttpResponse:
    step = _step(_OF_HOUSEHOLD, noun)
    form = step.form(request.POST, auto_id=f"{noun}_%s")
    if _taken(request, step, form, household_id):
        return redirect("register:household", household_id)
    return show_household(request, household_id, rejected=Rejected(noun, form), status=400)


@never_cache
@require_POST
@sensitive_post_parameters()
@needs(Permission.PEOPLE_EDIT)
def resident_step(request: StaffRequest, resident_id: UUID, noun: str) -> HttpResponse:
    step = _step(_OF_RESIDENT, noun)
    form = step.form(request.POST, auto_id=f"{noun}_%s")
    if _taken(request, step, form, resident_id):
        return redirect("register:resident", resident_id)
    return show_resident(request, resident_id, rejected=Rejected(noun, form), status=400)


@never_cache
@require_POST
@needs(Permission.PEOPLE_CONTACT)
def reveal(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    """Show clear values on this answer only: nothing of them stands in an address, a session or a cache."""
    form = RevealForm(request.POST, auto_id=f"{REVEAL.noun}_%s")
    if form.is_valid():
        try:
            found = show_clear(resident_id, Command(form.command, request.actor, timezone.now()), form)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            values = [(named(FIELD_NAMES, name), text) for name, text in found.values.items()]
            return show_resident(request, resident_id, revealed=values)
    return show_resident(request, resident_id, rejected=Rejected(REVEAL.noun, form), status=400)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def undo(request: StaffRequest, command_id: UUID) -> HttpResponse:
    by = _command(request)
    reason = request.POST.get("reason", "")
    act(request, lambda: undoing.undo(command_id, command=by, reason=reason), done=_("已撤销，恢复到变动之前。"))
    back = "household" if request.POST.get("back") == "household" else "resident"
    return _back(back, request.POST.get("back_id", ""))


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def settle(request: StaffRequest, statement_id: UUID) -> HttpResponse:
    by, take = _command(request), request.POST.get("take") == "yes"
    resident_id = statement_for(request.actor, statement_id).resident_id
    act(request, lambda: stating.settle_statement(statement_id, command=by, take=take), done=_("已写明核实结果。"))
    return redirect("register:resident", resident_id)


@never_cache
@require_POST
@needs(Permission.PEOPLE_CONTACT)
def compare(request: StaffRequest, statement_id: UUID) -> HttpResponse:
    """Show what a source says beside what is written, on this answer only, to whoever is to look."""
    shown = revealing.reveal_statement(statement_id, command=_command(request), said=_("核对来源"))
    ((name, says),) = shown.values.items()
    written = revealing.reveal(
        shown.resident_id, command=_command(request), fields=[name], purpose=shown.purpose, said=_("核对来源")
    )
    pair = [(_("来源所说"), says), (_("现有登记"), written.values[name])]
    return show_resident(request, shown.resident_id, revealed=pair)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def end_tie(request: StaffRequest, what: str, tie_id: UUID) -> HttpResponse:
    by = _command(request)
    ends: Mapping[str, Callable[[], object]] = {
        "contact": lambda: contacts.end_contact(tie_id, command=by),
        "guardian": lambda: guardians.end_guardian(tie_id, command=by, on=timezone.localdate()),
    }
    if what not in ends:
        raise NotFound
    act(request, ends[what], done=_("已结束。"))
    return _back("resident", request.POST.get("resident", ""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@needs(Permission.PEOPLE_EDIT)
def new_household(request: StaffRequest, dwelling_id: UUID) -> HttpResponse:
    form = NewHouseholdForm(request.POST) if request.method == "POST" else NewHouseholdForm.fresh("new")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        head = person_of(said, relation=Relation.HEAD)
        home = NewHousehold("", dwelling_id, said["since"], (head,), new_id())
        try:
            made = actions.enter_household(
                home, command=Command(form.command, request.actor, timezone.now()), source=said["source"]
            )
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记这一户，可以接着登记其他成员。"))
            return redirect("register:household", made.pk)
    form.fields.pop("relation", None)
    context = {"form": form, "address": places.addresses_of([dwelling_id]).get(dwelling_id, "")}
    return render(request, "register/new_household.html", context, status=400 if form.errors else 200)


def _taken(request: StaffRequest, step: RecordStep, form: RecordForm, record_id: UUID) -> bool:
    """Do what a form asks for; one that is refused says why, where it belongs."""
    if step.fit is not None:
        sheet_of = household_sheet if step in HOUSEHOLD_STEPS else resident_sheet
        step.fit(form, sheet_of(request.actor, record_id), request.actor)
    if not form.is_valid():
        return False
    try:
        step.act(record_id, Command(form.command, request.actor, timezone.now()), form)
    except NotFound:
        raise
    except LinliError as error:
        form.refuse(error)
        return False
    messages.success(request, str(step.done))
    return True


def _back(page: str, record_id: str) -> HttpResponse:
    """Lead back to the record whose page sent the form; what names none leads to the register."""
    try:
        return redirect(f"register:{page}", UUID(record_id))
    except ValueError:
        return redirect("register:home")


def _step(steps: Mapping[str, RecordStep], noun: str) -> RecordStep:
    if noun not in steps:
        raise NotFound
    return steps[noun]


def _command(request: StaffRequest) -> Command:
    return Command(new_id(), request.actor, timezone.now())
