"""Addresses of this room's pages; a form's own lie under `of/`, so that no code can be taken for a page."""

from django.urls import path

from linli.forms.web import admission_pages, app_passwords, form_pages, review_pages, submission_pages

app_name = "forms"
urlpatterns = [
    path("", form_pages.forms, name="list"),
    path("forms.xlsx", form_pages.workbook, name="workbook"),
    path("new/", admission_pages.upload, name="upload"),
    path("submissions/", submission_pages.submissions, name="submissions"),
    path("submissions.xlsx", submission_pages.workbook, name="submissions_workbook"),
    path("answers.xlsx", submission_pages.answers, name="answers"),
    path("submissions/<uuid:submission_id>/", submission_pages.submission, name="submission"),
    path("submissions/<uuid:submission_id>/reading", submission_pages.reading, name="reading"),
    path("submissions/<uuid:submission_id>/decision", review_pages.decision, name="decision"),
    path("submissions/<uuid:submission_id>/household", review_pages.household, name="household"),
    path("submissions/<uuid:submission_id>/files/<uuid:file_id>", submission_pages.file, name="file"),
    path("review/", review_pages.review, name="review"),
    path("app-passwords/", app_passwords.app_passwords, name="app_passwords"),
    path("app-passwords/<uuid:token_id>/revocation", app_passwords.revocation, name="revocation"),
    path("of/<str:code>/", form_pages.form, name="form"),
    path("of/<str:code>/withdrawal", admission_pages.withdrawal, name="withdrawal"),
    path("of/<str:code>/file.xlsx", form_pages.xlsform, name="xlsform"),
    path("of/<str:code>/files/<uuid:file_id>", form_pages.file, name="form_file"),
    path("of/<str:code>/admission", admission_pages.admission, name="admission"),
]
