"""Addresses of the register at the desk: records."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
