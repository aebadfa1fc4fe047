"""Addresses of the register at the desk: lists."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
