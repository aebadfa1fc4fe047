"""The sentences of the law pack: what the app does not do and by which test that is held, what it does, what a phone holds.

The rules: 国办函〔2026〕12号 of 2026-01-25 on government apps used by staff. What is listed here is compared with the code
by tests: every command of a phone, every part it holds, every occasion on which it reads its position, every test that is
named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise

_WATCHING = "tests/architecture/test_workers_are_not_watched.py"
_PEOPLE = "src/linli/fieldsync/tests/test_people.py"
_POSITIONS = "tests/architecture/test_positions.py"


@dataclass(frozen=True)
class NotDone:
    """One thing the app does not do, what there is instead, and the tests that hold it."""

    what: Words
    instead: Words
    tests: tuple[str, ...]


NOT_DONE = (
    NotDone(
        _("不打卡、不签到"),
        _("登录只为保护资料，不记考勤；没有任何字段能存打卡时间。"),
        (f"{_WATCHING}::test_no_table_has_a_place_for_watching_workers",),
    ),
    NotDone(
        _("不计在线时长，不看是否在线"),
        _("手机只留“最近使用的日期”，用来清理不用的手机，没有时刻。"),
        (f"{_WATCHING}::test_the_field_app_s_tables_keep_no_working_hours",),
    ),
    NotDone(
        _("不积分，不给工作人员排名"),
        _("数据概览只按区域和事项类别统计，没有按人的名次。"),
        (
            f"{_WATCHING}::test_no_answer_of_a_program_has_a_place_for_watching_workers",
            "tests/architecture/test_safeguards.py::test_figures_are_by_area_and_kind_and_never_by_person",
        ),
    ),
    NotDone(
        _("不记轨迹，不算里程和步数"),
        _("只在“什么时候读取位置”列出的场合读取；不在后台读，读到的位置不连起来保存。"),
        (
            f"{_POSITIONS}::test_every_reader_of_the_position_is_an_occasion_that_is_told",
            f"{_POSITIONS}::test_it_stops_after_fifteen_seconds_as_the_texts_say",
            f"{_WATCHING}::test_only_what_is_reported_has_a_place",
            "tests/architecture/test_safeguards.py::test_no_table_follows_where_somebody_goes",
        ),
    ),
    NotDone(
        _("不强制安装，不统计安装率、登录率、使用率"),
        _("不装应用，也能在电脑端上报、办理、核查、走访和更正登记；系统里没有安装、登录次数的字段。"),
        (
            f"{_WATCHING}::test_no_command_has_a_place_for_watching_workers",
            f"{_WATCHING}::test_the_work_on_a_phone_can_be_done_at_a_desk",
        ),
    ),
    NotDone(
        _("不用点赞、学习时长等作考核"),
        _("没有点赞、学习、转发功能。"),
        (f"{_WATCHING}::test_nothing_a_phone_holds_watches_workers",),
    ),
    NotDone(
        _("不要求没有规定的工作照片、视频"),
        _("只有类别规定要凭证的事项才要照片。"),
        (f"{_WATCHING}::test_photos_are_asked_for_only_where_the_kind_needs_them",),
    ),
    NotDone(
        _("不随意、反复要求填表"),
        _("表单先准入：有归口单位、目的、清单依据和截止日期；登记里已有的内容不再问，并显示重复了多少项。"),
        (f"{_WATCHING}::test_no_form_is_admitted_without_an_owner_a_purpose_and_an_end",),
    ),
    NotDone(
        _("不做商业用途，不连其他网站"),
        _("页面只允许本站的程序和请求；没有广告和第三方统计。"),
        ("src/linli/fieldsync/tests/test_pages.py::test_no_script_stands_in_the_page",),
    ),
    NotDone(
        _("手机里不存完整的电话和身份证号"),
        _("姓名、电话遮盖后才下发，出生日期只有年份，身份证号不下发；确需查看的，在电脑端写明目的，留下记录。"),
        (f"{_PEOPLE}::test_no_clear_value_is_in_what_is_sent", f"{_PEOPLE}::test_a_person_is_masked_as_every_list_shows_them"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class PositionRead:
    """One occasion on which the app reads where the phone is, what becomes of it, and the app's sources that do it."""

    when: Words
    then: Words
    files: tuple[str, ...]


POSITION_READS = (
    PositionRead(
        _("打开“上报”、回到这一页或隔了几分钟才开始写时：手机允许定位的，自动读取；也可以点“定位”"),
        _("作为所报问题的位置随上报保存；可以改成选楼或在地图上点"),
        ("ui/pages/report.tsx",),
    ),
    PositionRead(
        _("登记走访中发现的问题、修改被退回的上报，点“定位”时"),
        _("作为问题的位置保存"),
        ("ui/pages/visit/matter-place.tsx", "ui/pages/outbox/mend-sheet.tsx"),
    ),
    PositionRead(
        _("类别规定要有处置前后照片的，打开相机拍照时"),
        _("作为凭证随这张照片保存；不允许定位也能拍"),
        ("ui/pages/case/shots.tsx",),
    ),
    PositionRead(
        _("在“今日”点“按远近排”时"),
        _("只在手机上排顺序，不保存，不上传"),
        ("ui/pages/today.tsx",),
    ),
    PositionRead(
        _("在地图上点“我的位置”时"),
        _("只在地图上显示，不保存，不上传"),
        ("ui/parts/map-view.tsx",),
    ),
    PositionRead(
        _("填写表单里问位置的题，点“获取位置”或地图上的定位按钮时"),
        _("作为这一题的回答随表单提交；存下、取消或关掉表单就停，不受15秒限制"),
        ("forms/open.ts",),
    ),
)  # fmt: skip

# Every command a phone may send: what it is for, and the page of the desk where the same is done, where there is one.
FUNCTIONS: Mapping[str, tuple[Words, str]] = MappingProxyType(
    {
        "case.report": (_("上报问题；当场能办的当场办结"), "cases:intake"),
        "case.accept": (_("接单"), "cases:list"),
        "case.answer": (_("反馈办理结果；需要凭证的附前后照片"), "cases:list"),
        "case.settle": (_("当场处置"), "cases:list"),
        "case.return": (_("退单，写明理由"), "cases:list"),
        "case.check": (_("核查办理结果"), "cases:list"),
        "case.note": (_("备注"), "cases:list"),
        "case.help": (_("请求支援"), ""),
        "case.receipt": (_("请居民确认回执"), ""),
        "case.step": (_("办理流程规定的其他步骤"), "cases:list"),
        "visit.plan": (_("安排走访，写明目的"), "visits:list"),
        "visit.made": (_("记录走访：谈了什么、约定什么，发现的事项分别立案"), "visits:list"),
        "visit.not-in": (_("没有人在家，再约"), "visits:list"),
        "visit.move": (_("改期"), "visits:list"),
        "visit.cancel": (_("取消走访，写明理由"), "visits:list"),
        "person.edit": (_("更正居民登记"), "register:home"),
        "dwelling.edit": (_("更正户室的用途和状态"), "register:home"),
        "form.submit": (_("填写已准入的表单"), ""),
        "app.complaint": (_("投诉这个软件"), "cases:intake"),
    }
)

# Every part a phone holds: what it is and what for.
HELD_FOR: Mapping[str, tuple[Words, Words]] = MappingProxyType(
    {
        "me": (_("本人岗位"), _("知道能办什么")),
        "cases": (_("本网格在办、本单位承办和待本人核查的案卷"), _("办理和核查；保密案卷只给承办人")),
        "visits": (_("两周内和已过期的走访安排"), _("按目的走访")),
        "areas": (_("岗位所在的区域名称"), _("显示地名")),
        "buildings": (_("本网格的楼栋"), _("找到地点")),
        "dwellings": (_("本网格的户室"), _("找到地点")),
        "households": (_("本网格的家庭户，和上次走访的约定"), _("走访和填表时不再重复登记，约定的事接着办")),
        "people": (_("本网格的居民，遮盖后的姓名和电话、出生年份"), _("走访和填表时不再重复登记")),
        "forms": (_("可以填写的表单"), _("离线填表")),
        "kinds": (_("事项类别"), _("离线上报")),
        "words": (_("选项的名称"), _("离线选择")),
    }
)

SAFETY: tuple[Words, ...] = (
    _("部署在本单位自己的服务器上，页面、地图和数据都不经过其他公司；应用内的请求只允许发往本站。"),
    _("手机里的资料用 AES-256-GCM 加密；密钥由服务器发放，手机只保存到离线期限为止。"),
    _("离线期限是 %(hours)s 小时：期限内没有联系服务器，就要重新登录才能打开；没有上传的工作不会丢失。"),
    _("退出登录即清除手机里的资料；手机丢失时，由本人或管理员停用，下次联网时自动清除。"),
    _("只下发本人岗位所在网格、社区的资料；街道以上的岗位不下发居民资料。调离岗位后，下一次同步就删除原网格的资料。"),
    _("每次下发居民资料都写入查阅审计；审计记录只增不改，逐条相连，可以核对是否被改动。"),
    _("登录令牌只存摘要；照片去掉拍摄信息；服务器上的电话、身份证号加密保存，密钥可以轮换。"),
    _("系统管理员不因管理系统而得到查看居民资料的权限。"),
)
LEFT_OPEN: tuple[Words, ...] = (
    _("申报单位全称"),
    _("统一社会信用代码"),
    _("负责人姓名、职务、电话"),
    _("应用上线（或拟上线）日期"),
    _("使用范围和预计用户数"),
    _("部署地点（机房）"),
    _("互联网信息服务备案号"),
    _("网络安全等级保护定级和备案证明编号"),
    _("等级测评机构、日期和结论"),
    _("数据分类分级结果"),
    _("个人信息保护影响评估日期"),
    _("验收日期和结论"),
    _("上级主管部门意见"),
)
