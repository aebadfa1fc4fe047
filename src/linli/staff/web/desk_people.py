"""The desk's pages of staff: who there is, one person with posts and absences, and what is done to them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import NotAllowed
from linli.core.scope import shortest
from linli.staff import actions, errors, queries, rules
from linli.staff.models import Account, Post
from linli.staff.rules import Permission
from linli.staff.web import desk_forms as own
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.answering import act, act_on_form

PER_PAGE = 50


@never_cache
@require_safe
@needs(Permission.STAFF_MANAGE)
def people(request: StaffRequest) -> HttpResponse:
    form = own.SearchForm(request.GET)
    found = queries.directory(_scope(request), form.searched())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    away = queries.away_on(timezone.localdate(), account_ids=[row.pk for row in rows])
    lines = [(row, [_post_line(post) for post in _held(row)], row.pk in away) for row in rows]
    context = {"form": form, "page": page, "lines": lines, "new_form": own.AccountForm(auto_id="new_%s")}
    return render(request, "staff/people.html", context)


@require_POST
@needs(Permission.STAFF_MANAGE)
def new_person(request: StaffRequest) -> HttpResponse:
    form = own.AccountForm(request.POST)
    made = list[Account]()

    def make() -> None:
        made.append(actions.create_account(form.new(), by=request.actor, at=timezone.now()))

    if act_on_form(request, form, make, done=_("账号已建立。请为他任职，任职以后才有权限。")):
        return redirect("staff:person", made[0].pk)
    return redirect("staff:people")


@never_cache
@require_safe
@needs(Permission.STAFF_MANAGE)
def person(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = _managed(request, account_id)
    units = {post.unit_id for post in _held(account) if post.unit_id}
    context = {
        "person": account,
        "posts": [(_post_line(post), post) for post in account.posts.all()],
        "today": timezone.localdate(),
        "absences": [(row, queries.AWAY_FOR_NAMES.get(row.away_for, "")) for row in queries.absences_of([account.pk])],
        "post_form": own.PostForm(initial={"valid_from": timezone.localdate()}, auto_id="post_%s"),
        "absence_form": own.AbsenceForm(account_id=account.pk, units=units, auto_id="absence_%s"),
        "card_form": own.CardForm(
            initial={"work_phone": account.work_phone, "hours": account.hours}, auto_id="card_%s"
        ),
        "password_form": own.PasswordForOtherForm(auto_id="password_%s"),
        "is_oneself": account.pk == request.actor.account_id,
    }
    return render(request, "staff/person.html", context)


@require_POST
@needs(Permission.STAFF_MANAGE)
def posts(request: StaffRequest, account_id: UUID) -> HttpResponse:
    form, account = own.PostForm(request.POST), _managed(request, account_id)

    def give() -> None:
        said = form.cleaned_data
        days = {"valid_from": said["valid_from"], "valid_to": said["valid_to"]}
        actions.set_post(account.pk, post=form.post(), by=request.actor, at=timezone.now(), **days)

    act_on_form(request, form, give, done=_("已任职。"))
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def post_end(request: StaffRequest, account_id: UUID, post_id: int) -> HttpResponse:
    today, at = timezone.localdate(), timezone.now()
    act(
        request,
        lambda: actions.end_post(post_id, last_day=today, by=request.actor, at=at),
        done=_("已免职，今天为最后一天。"),
    )
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def absences(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = _managed(request, account_id)
    units = {post.unit_id for post in _held(account) if post.unit_id}
    form = own.AbsenceForm(request.POST, account_id=account.pk, units=units)
    by, at = request.actor, timezone.now()
    act_on_form(
        request, form, lambda: actions.enter_absence(account.pk, new=form.new(), by=by, at=at), done=_("已登记外出。")
    )
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def absence_end(request: StaffRequest, account_id: UUID, absence_id: UUID) -> HttpResponse:
    at = timezone.now()
    act(request, lambda: actions.end_absence(absence_id, by=request.actor, at=at), done=_("已取消这次外出。"))
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def card(request: StaffRequest, account_id: UUID) -> HttpResponse:
    form, account = own.CardForm(request.POST), _managed(request, account_id)
    by, at = request.actor, timezone.now()
    act_on_form(
        request,
        form,
        lambda: actions.set_card(account.pk, **form.cleaned_data, by=by, at=at),
        done=_("联系卡上的电话和时间已保存。"),
    )
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def password(request: StaffRequest, account_id: UUID) -> HttpResponse:
    form, account = own.PasswordForOtherForm(request.POST), _managed(request, account_id)
    if account.is_demo:
        raise errors.DemoAccountShared
    by, at = request.actor, timezone.now()

    def give() -> None:
        actions.set_password(account.pk, password=form.cleaned_data["password"], by=by, at=at)

    act_on_form(request, form, give, done=_("新密码已生效，他的全部登录已退出。"))
    return redirect("staff:person", account_id)


@require_POST
@needs(Permission.STAFF_MANAGE)
def closing(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account, at = _managed(request, account_id), timezone.now()
    if account.is_demo:
        raise errors.DemoAccountShared
    act(request, lambda: actions.deactivate_account(account.pk, by=request.actor, at=at), done=_("账号已停用。"))
    return redirect("staff:people")


def _scope(request: HttpRequest) -> tuple[str, ...]:
    actor: rules.Actor = request.actor  # type: ignore[attr-defined]  # the middleware's
    return shortest(actor.prefixes(Permission.STAFF_MANAGE))


def _managed(request: StaffRequest, account_id: UUID) -> Account:
    """Find a person this actor may manage; one whose posts reach out of the area is as unknown as nobody."""
    account = queries.person_to_manage(queries.account_with_id(account_id))
    try:
        rules.check_may_manage(request.actor, area_codes=[post.area_code for post in _held(account)])
    except NotAllowed:
        raise errors.AccountUnknown(username=str(account_id)) from None
    return account


def _held(account: Account) -> list[Post]:
    today = timezone.localdate()
    return [post for post in account.posts.all() if post.valid_to is None or post.valid_to >= today]


def _post_line(post: Post) -> str:
    role = queries.ROLE_NAMES.get(rules.Role(post.role), post.role) if post.role in queries.KNOWN_ROLES else post.role
    return " · ".join(part for part in (str(role), post.unit.name if post.unit else "", post.work_line) if part)
