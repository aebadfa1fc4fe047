"""A resident reads what is held, sees who has read it, asks for a correction; whoever looks after the log sees what stands out."""

import pytest

pytestmark = pytest.mark.journey
PHONE = "19900008888"


def _as_resident(visitor):
    visitor.page.goto("/accounts/login/?next=/me/")
    visitor.page.fill("input[name=login]", "resident")
    visitor.page.fill("input[name=password]", "linli-demo")
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/me/")
    return visitor


@pytest.mark.parametrize("width", [360, 1440])
def test_a_resident_reads_everything_and_asks_for_a_correction(visit, width):
    visitor = _as_resident(visit(width=width))
    visitor.look("my-data")
    with visitor.page.expect_download() as taken:
        visitor.page.click("text=下载全部（PDF）")
    assert taken.value.suggested_filename.endswith(".pdf")
    visitor.page.click("text=谁看过")
    visitor.look("who-read-my-data")
    visitor.page.goto("/me/")
    visitor.page.click("text=信息不对，请求更正")
    visitor.look("right-request")
    visitor.page.select_option("select[name=field]", "phone")
    visitor.page.fill("input[name=value]", PHONE)
    visitor.page.click("text=提交请求")
    visitor.page.wait_for_url("**/me/requests/")
    visitor.look("my-requests")
    assert PHONE not in visitor.page.content()


@pytest.mark.parametrize("width", [360, 1440])
def test_whoever_answers_for_personal_data_sees_the_log_and_the_runs(visit, width):
    visitor = visit(width=width)
    visitor.page.goto("/accounts/login/?next=/desk/register/audit/")
    visitor.page.fill("input[name=login]", "privacy")
    visitor.page.fill("input[name=password]", "linli-demo")
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/audit/")
    visitor.look("audit")
    for path, name in (("audit/log/", "audit-log"), ("audit/mine/", "audit-mine"), ("retention/", "retention")):
        visitor.page.goto(f"/desk/register/{path}")
        visitor.look(name)
