"""Who may do what in the technical back office: superusers alone, whatever room the rows are of."""

from django.http import HttpRequest


class SuperuserOnly:
    """Shut to everybody but superusers, whatever groups and permissions somebody was given."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the room to superusers."""
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Let superusers read."""
        return is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let superusers add."""
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Let superusers change."""
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Let superusers delete."""
        return is_superuser(request)


class ReadOnly(SuperuserOnly):
    """Shown, never written here."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 Django's signature
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Refuse to delete."""
        return False


class NothingDeleted(SuperuserOnly):
    """What other rows point at stays: it is closed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 Django's signature
        """Refuse to delete."""
        return False


def is_superuser(request: HttpRequest) -> bool:
    """Say whether the technical back office opens fully to whoever asks."""
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
