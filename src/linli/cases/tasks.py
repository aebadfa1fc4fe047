"""Background work of cases."""

from django.tasks import task

from linli.cases.actions.learning import is_worth_learning, learn


@task
def learn_kinds() -> None:
    """Train triage anew when enough was closed since; may run twice without harm."""
    if is_worth_learning():
        learn()
