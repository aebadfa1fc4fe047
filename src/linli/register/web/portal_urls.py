"""Addresses of one's own data at the residents' portal."""

from django.urls import path, register_converter

from linli.register.web import portal_me


class FileEnding:
    """The endings of the files that hold everything about somebody."""

    regex = "json|pdf"

    def to_python(self, value: str) -> str:
        """Read an ending."""
        return value

    def to_url(self, value: str) -> str:
        """Write an ending."""
        return value


register_converter(FileEnding, "about_me_file")

app_name = "me"
urlpatterns = [
    path("", portal_me.mine, name="mine"),
    path("<uuid:resident_id>/", portal_me.ward, name="ward"),
    path("<uuid:resident_id>/readings/", portal_me.readings, name="readings"),
    path("<uuid:resident_id>/consents/<uuid:consent_id>/withdrawal", portal_me.withdrawal, name="withdrawal"),
    path("<uuid:resident_id>/everything.<about_me_file:ending>", portal_me.download, name="everything"),
]
