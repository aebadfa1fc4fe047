"""Addresses of messages at the desk."""

from django.urls import path

from linli.messages.web import inbox, log, settings

app_name = "messages"
urlpatterns = [
    path("", inbox.inbox_page, name="inbox"),
    path("reading/", inbox.all_read, name="all_read"),
    path("<uuid:notice_id>/", inbox.open_notice, name="open"),
    path("<uuid:notice_id>/reading/", inbox.one_read, name="read"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/test/", settings.test, name="test"),
    path("settings/browsers/", settings.browsers, name="browsers"),
    path("settings/browsers/<uuid:browser_id>/removal/", settings.browser_removal, name="browser_removal"),
    path("log/", log.log, name="log"),
    path("log/export.xlsx", log.export, name="log_export"),
    path("log/<uuid:delivery_id>/resending/", log.resending, name="resending"),
]
