"""Who is given which post, and when it ends."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.core.facts import announce
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.facts import PostEnded, PostSet
from linli.staff.models import Account, Post
from linli.staff.rules import Actor, PostFacts, Role


@transaction.atomic
def set_post(
    account_id: UUID,
    *,
    post: PostFacts,
    valid_from: dt.date,
    by: Actor,
    at: dt.datetime,
    valid_to: dt.date | None = None,
) -> Post:
    """Give somebody a post; asked for twice, the post held already is the answer."""
    account = _active(queries.account_with_id(account_id))
    rules.check_may_manage(by, area_codes=[post.area_code])
    rules.check_not_oneself(by, account_id=account.pk)
    rules.check_post(post, valid_from=valid_from, valid_to=valid_to)
    if post.unit_code and not queries.unit_named(post.unit_code).is_active:
        raise errors.UnitClosed(unit=post.unit_code)
    place = {"role": post.role.value, "area_code": post.area_code, "work_line": post.work_line}
    held, is_new = Post.objects.get_or_create(
        account=account,
        unit_id=post.unit_code or None,
        valid_to=valid_to,
        **place,
        defaults={"valid_from": valid_from},
    )
    if is_new:
        dates = {"valid_from": str(valid_from), "valid_to": str(valid_to or "")}
        record("post-set", subject=str(account.pk), by=by, at=at, **place, **dates)
        announce(PostSet(account_id=str(account.pk), role=post.role.value, area_code=post.area_code))
    return held


@transaction.atomic
def end_post(post_id: int, *, last_day: dt.date, by: Actor, at: dt.datetime) -> Post:
    """End a post with a day; the row stays, so that it is known who was allowed what."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not by.may(rules.Permission.STAFF_MANAGE, post.area_code):
        raise errors.PostUnknown
    rules.check_not_oneself(by, account_id=post.account_id)
    facts = PostFacts(Role(post.role), post.area_code, post.unit_id or "", post.work_line)
    rules.check_post(facts, valid_from=post.valid_from, valid_to=last_day)
    post.valid_to = last_day
    post.save(update_fields=["valid_to"])
    subject = str(post.account_id)
    place = {"role": post.role, "area_code": post.area_code}
    record("post-ended", subject=subject, by=by, at=at, **place, last_day=str(last_day))
    announce(PostEnded(account_id=subject, last_day=str(last_day), **place))
    return post


def _active(account: Account) -> Account:
    if not account.is_active:
        raise errors.AccountClosed(username=account.username)
    return account
