"""Addresses of this room's pages; what is done with a visit is sent to nouns below it."""

from django.urls import path

from linli.visits.web import cards, entry, lists, page, plan

app_name = "visits"
urlpatterns = [
    path("", lists.visits, name="list"),
    path("workbook", lists.workbook, name="workbook"),
    path("plan/", plan.plan, name="plan"),
    path("cards/", cards.cards, name="cards"),
    path("cards/file", cards.file, name="cards_file"),
    path("new/", entry.new, name="new"),
    path("<uuid:visit_id>/", page.detail, name="detail"),
    path("<uuid:visit_id>/receipt/", page.receipt, name="receipt"),
    path("<uuid:visit_id>/voices/<uuid:note_id>", page.voice, name="voice"),
    *[path(f"<uuid:visit_id>/{noun}", page.step, {"noun": noun}, name=noun) for noun in page.STEPS],
]
