"""Addresses of the staff pages under /desk/staff/."""

from django.urls import path

from linli.staff.web import desk_people, desk_units

app_name = "staff"

urlpatterns = [
    path("", desk_people.people, name="people"),
    path("accounts/", desk_people.new_person, name="new_person"),
    path("units/", desk_units.units, name="units"),
    path("units/entries/", desk_units.unit_entry, name="unit_entry"),
    path("units/<str:code>/closing/", desk_units.unit_closing, name="unit_closing"),
    path("duties/", desk_units.duties, name="duties"),
    path("duties/entries/", desk_units.duty_entry, name="duty_entry"),
    path("duties/<int:duty_id>/end/", desk_units.duty_end, name="duty_end"),
    path("<uuid:account_id>/", desk_people.person, name="person"),
    path("<uuid:account_id>/posts/", desk_people.posts, name="posts"),
    path("<uuid:account_id>/posts/<int:post_id>/end/", desk_people.post_end, name="post_end"),
    path("<uuid:account_id>/absences/", desk_people.absences, name="absences"),
    path("<uuid:account_id>/absences/<uuid:absence_id>/end/", desk_people.absence_end, name="absence_end"),
    path("<uuid:account_id>/card/", desk_people.card, name="card"),
    path("<uuid:account_id>/password/", desk_people.password, name="password"),
    path("<uuid:account_id>/closing/", desk_people.closing, name="closing"),
]
