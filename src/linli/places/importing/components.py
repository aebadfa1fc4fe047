"""From a file of components to stored ones: row by row, nothing twice, the bad rows handed back with their reason."""

from linli.core.tables import Row, Table
from linli.places import errors, queries, rules
from linli.places.actions import put_components
from linli.places.importing.register_rows import (
    Register,
    TableOrder,
    TableReport,
    cell_of,
    day_of,
    import_rows,
    point_of,
    text_of,
    units_of,
)
from linli.places.models import Component
from linli.places.rules import ComponentDraft, ComponentState

_STATES = {
    **{state.value: state for state in ComponentState},
    "": ComponentState.INTACT, "完好": ComponentState.INTACT, "破损": ComponentState.DAMAGED,
    "丢失": ComponentState.LOST, "废弃": ComponentState.ABANDONED,
}  # fmt: skip
_TEXTS = ("code", "name", "position_class", "address", "source", "note")


def import_components(table: Table, order: TableOrder) -> TableReport:
    """Take every good row once; what is wrong with the others is in the report, and the rest goes on."""
    return import_rows(table, order, _REGISTER)


def _draft(row: Row, order: TableOrder, report: TableReport) -> ComponentDraft:
    if isinstance(cell_of(row, order, "code"), int | float):
        raise errors.ComponentCodeIsNumber(field="code")
    said = {name: text_of(row, order, name) for name in _TEXTS}
    lon, lat = point_of(row, order)
    draft = ComponentDraft(
        **{**said, "position_class": said["position_class"].upper()},
        lon_cgcs2000=lon,
        lat_cgcs2000=lat,
        state=_state(text_of(row, order, "state")),
        recorded_on=day_of(row, order, "recorded_on"),
        changed_on=day_of(row, order, "changed_on"),
        **units_of(row, order, report),
    )
    rules.check_component(draft, layout=queries.code_layout())
    return draft


def _state(said: str) -> ComponentState:
    if said.lower() not in _STATES:
        raise errors.ComponentStateUnknown(field="state", given=said)
    return _STATES[said.lower()]


def _twice(code: str) -> errors.ComponentTwice:
    return errors.ComponentTwice(field="code", component=code)


_REGISTER = Register(Component, _draft, put_components, _twice)
