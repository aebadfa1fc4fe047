"""Addresses of the register at the desk: lists and counts under law."""

from django.urls import path

from linli.register.web import list_counts, list_rolls, list_sheet

urlpatterns = [
    path("ages/", list_counts.ages, name="ages"),
    path("ages.xlsx", list_counts.ages_workbook, name="ages_workbook"),
    path("schools/", list_counts.schools, name="schools"),
    path("schools.xlsx", list_counts.schools_workbook, name="schools_workbook"),
    path("profile/", list_counts.profile, name="profile"),
    path("profile/<str:area_code>/", list_counts.profile, name="profile_of"),
    path("profile.xlsx", list_counts.profile_workbook, name="profile_workbook"),
    path("rolls/", list_rolls.rolls, name="rolls"),
    path("rolls.xlsx", list_rolls.rolls_workbook, name="rolls_workbook"),
    path("rolls/<uuid:roll_id>/", list_rolls.roll, name="roll"),
    path("rolls/<uuid:roll_id>/<slug:form>/", list_rolls.roll_file, name="roll_file"),
    path("sheet/", list_sheet.sheet, name="sheet"),
]
