"""Addresses of the figures' pages."""

from django.urls import path

from linli.figures.web import views

app_name = "figures"
urlpatterns = [
    path("", views.summary_page, name="summary"),
    path("brief/", views.brief, name="brief"),
    path("summary.xlsx", views.summary_workbook, name="workbook"),
]
