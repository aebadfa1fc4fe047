"""Addresses of mediation at the desk; the forms of a mediation's page are sent to nouns below it."""

from django.urls import path

from linli.mediation.web import lists, register, statistics, views
from linli.mediation.web.step_specs import SPECS

app_name = "mediation"
urlpatterns = [
    path("", lists.mediations, name="list"),
    path("new/", lists.application, name="application"),
    path("register/", register.register, name="register"),
    path("register/mediators", register.register, {"noun": "mediators"}, name="add_mediator"),
    path("register/committees", register.register, {"noun": "committees"}, name="add_committee"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics.xlsx", statistics.workbook, name="workbook"),
    path("of-case/<uuid:case_id>/", views.of_case, name="of_case"),
    path("documents/<uuid:document_id>", views.document, name="document"),
    path("<uuid:mediation_id>/", views.detail, name="detail"),
    path("<uuid:mediation_id>/contact", views.contact, name="contact"),
    path("<uuid:mediation_id>/papers/<slug:code>.<slug:ending>", views.paper, name="paper"),
    *[path(f"<uuid:mediation_id>/{noun}", views.step, {"noun": noun}, name=noun) for noun in SPECS],
]
