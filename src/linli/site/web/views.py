"""Health and error pages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refused(request, _("请求的内容不完整或无法识别，请返回重试。"), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refused(request, _("您没有打开这一页的权限。"), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refused(request, _("没有这一页，请检查网址。"), 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "site/429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><html lang=zh-Hans><meta charset=utf-8><title>邻里</title>"
        "<h1>系统出错了</h1><p>您填写的内容可能没有保存，请返回重试；如仍出错，请联系管理员。</p></html>",
        status=500,
    )


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "site/refused.html", {"sentence": sentence}, status=status)
