"""Addresses of the register at the desk: organisations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
