"""Addresses of the register at the desk: reconciliations and double records."""

from django.urls import URLPattern, path

from linli.register.web import linkage_pages, linkage_pairs

urlpatterns: list[URLPattern] = [
    path("linkage/", linkage_pages.jobs, name="linkages"),
    path("linkage.xlsx", linkage_pages.jobs_workbook, name="linkages_workbook"),
    path("linkage/new/", linkage_pages.start, {"noun": "new"}, name="new_linkage"),
    path("linkage/duplicates/", linkage_pages.start, {"noun": "duplicates"}, name="duplicates"),
    path("linkage/pairs/<uuid:pair_id>/", linkage_pairs.pair, name="linkage_pair"),
    path("linkage/pairs/<uuid:pair_id>/decision", linkage_pairs.decide, name="linkage_decision"),
    path("linkage/pairs/<uuid:pair_id>/second-look", linkage_pairs.second_look, name="linkage_second"),
    path("linkage/pairs/<uuid:pair_id>/merge", linkage_pairs.merge, name="linkage_merge"),
    path("linkage/<uuid:job_id>/", linkage_pages.job, name="linkage"),
    path("linkage/<uuid:job_id>/results.xlsx", linkage_pages.results, name="linkage_results"),
    *[
        path(f"linkage/<uuid:job_id>/{noun}", linkage_pages.step, {"noun": noun}, name=f"linkage_{noun}")
        for noun in ("closure", "retry", "confirmation")
    ],
]
