"""How the staff pages answer a form: done and told, or refused with the sentence, and back to the page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from linli.core.errors import Invalid, Refused


def act(request: HttpRequest, do: Callable[[], object], *, done: str | Promise) -> bool:
    """Do what was asked and tell it, or tell why not; what somebody may not know or do is no message but an error page."""
    try:
        do()
    except (Invalid, Refused) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, str(done))
    return True


def act_on_form(request: HttpRequest, form: forms.Form, do: Callable[[], object], *, done: str | Promise) -> bool:
    """Do what a form asks for; one that cannot be read says which field is wrong."""
    if form.is_valid():
        return act(request, do, done=done)
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label} {' '.join(map(str, errors))}".strip())
    return False
