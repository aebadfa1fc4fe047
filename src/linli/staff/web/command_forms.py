"""Forms whose command id is made with the page, so that sending one twice applies its change once."""

from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from linli.core.errors import Invalid, LinliError
from linli.core.ids import new_id


class CommandForm(forms.Form):
    """A form that asks for one change."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Tell of a form that came without its command id, and give it one for the next time."""
        if not self.cleaned_data.get("command_id"):
            self.errors.pop("command_id", None)
            self.data = {**{name: self.data[name] for name in self.data}, "command_id": str(new_id())}
            self.add_error(None, _("这一页已过期，内容还没有保存。请检查后再提交一次。"))
        return self.cleaned_data

    @classmethod
    def fresh(cls, noun: str, **initial: object) -> Self:
        """Make the empty form under a new command id."""
        return cls(auto_id=f"{noun}_%s", initial={"command_id": new_id(), **initial})

    @property
    def command(self) -> UUID:
        """The command id that came with the form."""
        found: UUID = self.cleaned_data["command_id"]
        return found

    def refuse(self, error: LinliError) -> None:
        """Show a refusal where it belongs."""
        field = error.field if isinstance(error, Invalid) and error.field in self.fields else None
        self.add_error(field, str(error))
