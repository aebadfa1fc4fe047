"""What Linli has no place for: names of fields and columns that are refused wherever they appear.

The list follows "Never built" of the safeguards; no setting, catalogue file, import or plug-in lifts it.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Barred:
    """One kind of data that is never held, and the words it comes under."""

    reason: Promise | str
    english: str
    chinese: str


BARRED = (
    Barred(_("宗教信仰"), "religion religious belief faith creed church baptised", "宗教 信仰 教派 信教"),
    Barred(_("民族"), "ethnicity ethnic race racial minority", "民族 族别"),
    Barred(_("政治观点"), "political politics party_member party_membership", "政治面貌 政治倾向 党派"),
    Barred(
        _("上访或投诉经历"),
        "petition petitions petitioner petition_history complaint_history complaints_made",
        "上访 信访 缠访 投诉次数",
    ),
    Barred(
        _("违法犯罪记录"),
        "criminal crime conviction convictions offender offence_record police_record drug_record probation",
        "前科 犯罪 刑满 社区矫正 吸毒 案底",
    ),
    Barred(_("性取向"), "sexuality sexual sexual_orientation gay lesbian", "性取向 性倾向"),
    Barred(
        _("生物识别信息"),
        "biometric biometrics fingerprint faceprint face iris voiceprint dna gait",
        "指纹 人脸 虹膜 声纹 基因",
    ),
    Barred(
        _("对个人的风险、信用或道德评分与名单"),
        "risk_score risk_level risk_grade danger_level key_person key_persons special_person blacklist watchlist "
        "credit_score social_credit moral_score morality_score family_score person_grade person_score",
        "重点人员 特殊人群 高危人员 风险等级 风险评分 黑名单 信用分 道德积分 家庭评分",
    ),
    Barred(
        _("个人行踪"),
        "whereabouts trajectory track tracks gps_track location_history movements licence_plate license_plate "
        "guest_register",
        "行踪 轨迹 车牌 访客登记",
    ),
    Barred(
        _("对工作人员的打卡、在线时长、积分或排名"),
        "clock_in clock_out sign_in_count online_time online_hours work_points worker_points ranking worker_rank",
        "打卡 在线时长 工作积分 排名",
    ),
)


def why_barred(name: str) -> str | None:
    """Say why a field or column of that name is refused; None when nothing speaks against it.

    English names are compared word by word (`risk_score`, `riskScore`), Chinese ones by what they contain.
    """
    framed = f"_{'_'.join(re.findall(r'[A-Z]?[a-z]+|[A-Z]+(?![a-z])', name)).lower()}_"
    for barred in BARRED:
        found = any(f"_{word}_" in framed for word in barred.english.split())
        if found or any(word in name for word in barred.chinese.split()):
            return str(barred.reason)
    return None
