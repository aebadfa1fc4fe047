"""System checks that stop the start: an undeclared personal field, a field Linli has no place for."""

from collections.abc import Iterable, Iterator, Sequence

from django.apps import apps
from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model

from linli.core.barred import why_barred
from linli.core.personal_data import is_declared, must_be_declared, personal_fields, technical_fields


def register_checks() -> None:
    """Tell Django about these checks."""
    register(check_declarations, Tags.models)
    register(check_barred_fields, Tags.models)


def check_declarations(app_configs: Sequence[AppConfig] | None, **_kwargs: object) -> list[CheckMessage]:
    """Demand that every field of the people's models is declared, and that nothing is declared which is not there."""
    models = {model._meta.label: model for model in _our_models(app_configs)}
    found = [error for label, model in models.items() if must_be_declared(label) for error in _undeclared(label, model)]
    return [*found, *_declared_in_vain(models)]


def check_barred_fields(app_configs: Sequence[AppConfig] | None, **_kwargs: object) -> list[CheckMessage]:
    """Refuse fields for what Linli has no place for (safeguards, "Never built")."""
    return [
        Error(f"{model._meta.label}.{field.name}: Linli holds no such data ({reason}).", obj=model, id="linli.E003")
        for model in _our_models(app_configs)
        for field in model._meta.get_fields()
        if (reason := why_barred(field.name))
    ]


def _our_models(app_configs: Iterable[AppConfig] | None) -> Iterator[type[Model]]:
    for config in app_configs or apps.get_app_configs():
        if config.name.startswith("linli."):
            yield from config.get_models()


def _undeclared(label: str, model: type[Model]) -> Iterator[CheckMessage]:
    for field in model._meta.concrete_fields:
        if not is_declared(label, field.name):
            yield Error(
                f"{label}.{field.name} is not declared.",
                hint="Declare it in the room's personal_data.py: declare(…) for personal data, technical(…) for the rest.",
                obj=model,
                id="linli.E001",
            )


def _declared_in_vain(models: dict[str, type[Model]]) -> Iterator[CheckMessage]:
    for declared in (personal_fields(), technical_fields()):
        for label, fields in declared.items():
            if label not in models:
                continue
            names = {field.name for field in models[label]._meta.concrete_fields}
            for name in sorted(set(fields) - names):
                yield Error(f"{label}.{name} is declared but does not exist.", obj=models[label], id="linli.E002")
