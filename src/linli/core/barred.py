"""What Linli has no place for: names of fields and columns that are refused wherever they appear.

The list follows "Never built" of the safeguards; no setting, catalogue file, import or plug-in lifts it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.errors import LinliError


@dataclass(frozen=True)
class Barred:
    """One kind of data that is never held, and the words it comes under."""

    reason: Promise | str
    english: str
    chinese: str
    in_text: str = ""  # how English sentences ask for it: in them many of the words above are harmless


BARRED = (
    Barred(
        _("宗教信仰"),
        "religion religious religiao belief faith creed church baptised",
        "宗教 信仰 教派 信教",
        r"religi(?:on|ous|ao)\b|your faith|\bcroyance",
    ),
    Barred(
        _("民族"),
        "ethnicity ethnic ethnie etnia race racial minority",
        "民族 族别 族裔",
        r"\bethni|\betnia|\btribe\b|(?:your|his|her|their) race\b",
    ),
    Barred(
        _("政治观点"),
        "political politics party_member party_membership",
        "政治面貌 政治倾向 政治身份 政治傾向 党派 黨派 党员 黨員 共青团员 共青團員 入党 入黨 党支部 黨支部 法轮",
        r"political (?:party|view|opinion|affiliation)|party member",
    ),
    Barred(
        _("上访或投诉经历"),
        "petition petitions petitioner petition_history complaint_history complaints_made",
        "上访 上訪 信访 信訪 缠访 闹访 非访 访民 投诉次数 投訴次數",
        r"\bpetition",
    ),
    Barred(
        _("违法犯罪记录"),
        "criminal crime conviction convictions offender offence_record police_record drug_record probation",
        "前科 犯罪 刑满 刑滿 刑释 刑釋 社区矫正 社區矯正 社矫 解矫 帮教 吸毒 戒毒 涉毒 案底 邪教",
        r"criminal record|been convicted|drug record",
    ),
    Barred(
        _("性取向"),
        "sexuality sexual sexual_orientation gay lesbian",
        "性取向 性倾向",
        r"sexual orientation|\bsexuality\b",
    ),
    Barred(
        _("生物识别信息"),
        "biometric biometrics fingerprint faceprint face iris voiceprint dna gait",
        "指纹 人脸 虹膜 声纹 基因",
        r"biometric|finger ?print|iris scan|\bdna\b",
    ),
    Barred(
        _("对个人的风险、信用或道德评分与名单"),
        "risk_score risk_level risk_grade danger_level key_person key_persons special_person blacklist watchlist "
        "credit_score social_credit moral_score morality_score family_score person_grade person_score",
        "重点人员 重點人員 重点人口 重點人口 重点人群 重點人群 重点对象 重點對象 重点关注 重點關注 特殊人群 高危人员 高危人群 高风险人员 "
        "肇事肇祸 肇事肇禍 管控级别 管控等级 管控类别 管控人员 管控对象 是否管控 稳控 穩控 维稳 維穩 涉稳 布控 关注等级 危险等级 风险等级 風險等級 风险评分 風險評分 黑名单 黑名單 信用分 "
        "道德积分 道德積分 家庭评分",
        r"risk (?:score|grade)|social credit|key persons?\b|black ?list|watch ?list",
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

# What makes of such a word one about somebody, where it is all that a cell says.
_ABOUT_SOMEBODY = "人员|人員|人|户|戶|者|对象|對象|家庭|家属|家屬|名单|名單|情况|情況|记录|記錄|经历|經歷|史|释放|釋放"


def why_barred(name: str) -> str | None:
    """Say why a field or column of that name is refused; None when nothing speaks against it.

    English names are compared word by word (`risk_score`, `riskScore`), Chinese ones by what they contain.
    """
    framed = f"_{'_'.join(re.findall(r'[A-Z]?[a-z]+|[A-Z]+(?![a-z])', _without_accents(name))).lower()}_"
    for barred in BARRED:
        found = any(f"_{word}_" in framed or f"_{word}s_" in framed for word in barred.english.split())
        if found or any(word in name for word in barred.chinese.split()):
            return str(barred.reason)
    return None


def check_columns(columns: Iterable[str], refusal: type[LinliError], *, field: str = "") -> None:
    """Refuse a file with a column that Linli has no place for, naming it and the reason by the error of the room (safeguards)."""
    for column in columns:
        if reason := why_barred(column):
            raise refusal(field=field or column, column=column, reason=reason)


def why_barred_in_text(text: str) -> str | None:
    """Say why a question or an answer in words is refused; None when nothing speaks against it."""
    plain = _without_accents(text).lower()
    for barred in BARRED:
        if barred.in_text and re.search(barred.in_text, plain):
            return str(barred.reason)
    return why_barred_in_words(text)


def why_barred_in_words(text: str) -> str | None:
    """Say why a text is refused by the Chinese words in it alone."""
    return next((str(one.reason) for one in BARRED if any(word in text for word in one.chinese.split())), None)


def why_barred_as_word(text: str) -> str | None:
    """Say why a cell that is such a word, and nothing more, is refused: a road, a school or an office may have one in its name."""
    plain = re.sub(r"[\W_]+", "", text)
    for barred in BARRED:
        words = "|".join(map(re.escape, barred.chinese.split()))
        if re.fullmatch(rf"[有是曾无無]?(?:{words})+(?:{_ABOUT_SOMEBODY})?", plain):
            return str(barred.reason)
    return None


def _without_accents(text: str) -> str:
    """Write religión as religion: forms come in many languages."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
