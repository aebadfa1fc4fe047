"""Addresses of what the field app calls."""

from django.urls import URLPattern, path

from linli.fieldsync.web import api_changes, api_commands, api_devices, api_forms, api_map, api_media, api_photos

app_name = "field-api"
urlpatterns: list[URLPattern] = [
    path("session", api_devices.session, name="session"),
    path("devices", api_devices.devices, name="devices"),
    path("devices/<uuid:device_id>", api_devices.device, name="device"),
    path("commands", api_commands.commands, name="commands"),
    path("media/<uuid:command_id>", api_media.withdrawn, name="media_withdrawn"),
    path("media/<uuid:command_id>/<str:sha256>", api_media.media, name="media"),
    path("changes", api_changes.changes, name="changes"),
    path("map/<str:code>", api_map.area_map, name="map"),
    path("forms/<str:code>/<str:version>.xml", api_forms.xform, name="form"),
    path("forms/<str:code>/<str:version>/files/<str:md5>", api_forms.form_file, name="form_file"),
    path("photos/<str:sha256>", api_photos.photo, name="photo"),
]
