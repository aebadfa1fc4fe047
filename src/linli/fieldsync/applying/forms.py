"""Forms filled in on a phone: taken in as they are, with the files they name."""

from linli.fieldsync.applying.frame import FILE, Done, Id, Kind, Payload, Text, Work
from linli.forms import actions as forms

MOST_XML = 512 * 1024


class Submission(Payload):
    """A filled form, and whom it is about."""

    model_config = Payload.model_config | {"str_max_length": MOST_XML}

    form: str
    version: Text = ""
    instance: Text = ""
    xml: Text
    household: Id = None
    person: Id = None
    dwelling: Id = None


def submit(work: Work[Submission]) -> Done:
    """Take a filled form in with its files."""
    said = work.said
    sent = forms.Sent(
        form_code=said.form, version=said.version, instance_id=said.instance, xml=said.xml.encode(),
        household_id=said.household, resident_id=said.person, dwelling_id=said.dwelling,
        files={name: one.path for name, one in work.named().items()},
    )  # fmt: skip
    taken = forms.take_submission(sent, command=work.command)
    return Done(
        {"submission": str(taken.id)}
    )  # nothing of how it compares with the register: phones are shown that masked


KINDS: dict[str, Kind] = {"form.submit": Kind(Submission, submit, frozenset({FILE}))}
