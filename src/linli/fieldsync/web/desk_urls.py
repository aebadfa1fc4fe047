"""Addresses of the desk's pages about phones."""

from django.urls import path

from linli.fieldsync.web import desk_devices

app_name = "field-desk"
urlpatterns = [
    path("devices/", desk_devices.devices, name="devices"),
    path("devices.xlsx", desk_devices.workbook, name="workbook"),
    path("devices/<uuid:device_id>/ending", desk_devices.ending, name="ending"),
]
