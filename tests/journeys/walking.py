"""A report begun in one place and opened again in another, on a phone of 360 by 740."""

from typing import Any

FAR_OFF = {"longitude": 121.5, "latitude": 31.23, "accuracy": 6}
AN_HOUR_AGO = """async () => {
  const { value } = await linliField.store.value.draft('report')
  const place = { ...value.place, found_at: new Date(Date.now() - 3_600_000).toISOString() }
  await linliField.store.value.keepDraft('report', { ...value, place })
}"""


def walk_on(phone: Any) -> None:
    """Told in one place and opened again later in another: which of them is meant is asked, and has to be answered."""
    phone.go("report")
    phone.page.get_by_text("已定位，误差约6米").wait_for()
    phone.page.get_by_label("看到了什么").fill("楼道里堆了旧家具")
    phone.page.wait_for_timeout(600)
    phone.go("today")
    phone.page.evaluate(AN_HOUR_AGO)
    phone.context.set_geolocation(FAR_OFF)
    phone.page.wait_for_timeout(5500)  # a browser may give a position again for five seconds
    phone.go("report")
    phone.page.get_by_text("它在哪里？").wait_for()
    phone.page.get_by_role("button", name="保存上报").tap()
    phone.page.get_by_text("请先选它在哪里。").wait_for()
    phone.look("report-away")
    phone.page.get_by_role("button", name="现在的地方").tap()
    phone.page.get_by_text("社区地图之外").wait_for()
    phone.look("report-outside")
