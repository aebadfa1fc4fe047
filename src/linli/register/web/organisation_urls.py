"""Addresses of the register at the desk: organisations and their members."""

from django.urls import path

from linli.register.web import organisation_members, organisation_pages

urlpatterns = [
    path("organisations/", organisation_pages.organisations, name="organisations"),
    path("organisations/new/", organisation_pages.new, name="new_organisation"),
    path("organisations/export/", organisation_pages.export, name="organisations_export"),
    path("organisations/mine/", organisation_members.mine, name="my_organisations"),
    path("organisations/<uuid:organisation_id>/", organisation_pages.organisation, name="organisation"),
    path(
        "organisations/<uuid:organisation_id>/correction/",
        organisation_pages.correction,
        name="organisation_correction",
    ),
    path("organisations/<uuid:organisation_id>/closing/", organisation_pages.closing, name="organisation_closing"),
    path("organisations/<uuid:organisation_id>/officers/", organisation_pages.officers, name="officers"),
    path(
        "organisations/<uuid:organisation_id>/officers/<uuid:officer_id>/end/",
        organisation_pages.officer_end,
        name="officer_end",
    ),
    path("organisations/<uuid:organisation_id>/members-list/", organisation_pages.members_list, name="members_list"),
    path("organisations/<uuid:organisation_id>/members/", organisation_members.members, name="members"),
    path("organisations/<uuid:organisation_id>/members/new/", organisation_members.new_member, name="new_member"),
    path("organisations/<uuid:organisation_id>/members/export/", organisation_members.export, name="members_export"),
    path("organisations/<uuid:organisation_id>/joining/", organisation_members.joining, name="joining"),
    path("memberships/<uuid:membership_id>/leaving/", organisation_members.leaving, name="leaving"),
    path("memberships/<uuid:membership_id>/consent/", organisation_members.consent, name="membership_consent"),
]
