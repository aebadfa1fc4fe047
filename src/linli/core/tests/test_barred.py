"""Names of columns and fields: what is barred is refused under its usual heads, what is harmless passes."""

import pytest

from linli.core.barred import why_barred, why_barred_in_text

BARRED_HEADS = [
    "民族",
    "宗教信仰",
    "宗教",
    "信仰",
    "政治面貌",
    "是否党员",
    "党员姓名",
    "所在党支部",
    "入党时间",
    "信访",
    "信访次数",
    "是否上访户",
    "缠访闹访",
    "重点人员",
    "重点人员类别",
    "重点人口",
    "重点人群类型",
    "重点对象",
    "是否重点关注",
    "吸毒人员",
    "戒毒人员",
    "刑释人员",
    "刑满释放",
    "社区矫正",
    "安置帮教",
    "前科",
    "犯罪记录",
    "邪教人员",
    "肇事肇祸",
    "管控级别",
    "是否管控",
    "稳控责任人",
    "风险等级",
    "黑名单",
    "道德积分",
    "人脸照片",
    "指纹",
    "车牌号",
    "行踪",
    "性取向",
    "黨員",
    "政治面貌(必填)",
    "religion",
    "Ethnicity",
    "partyMember",
    "risk_score",
    "criminal_record",
    "petition_count",
    "religión",
]
HARMLESS_HEADS = [
    "姓名",
    "性别",
    "公民身份号码",
    "出生日期",
    "联系电话",
    "手机",
    "楼栋",
    "单元",
    "房号",
    "户号",
    "与户主关系",
    "户籍",
    "户籍地址",
    "居住状态",
    "入住日期",
    "详细地址",
    "网格",
    "网格员",
    "文化程度",
    "婚姻状况",
    "职业",
    "工作单位",
    "兵役状况",
    "血型",
    "残疾类别",
    "低保",
    "优抚对象",
    "重点优抚对象",
    "独居老人",
    "精神障碍",
    "慢性病",
    "孕产妇",
    "备注",
    "房屋用途",
    "租住合同",
    "房主姓名",
    "党群服务中心",
    "艺术团员",
    "民主评议",
    "管控措施",
    "name",
    "sex",
    "birth_date",
    "phone",
    "building",
    "unit",
    "household",
    "relation",
    "address",
    "trace_no",
    "interface",
    "brace",
    "facelift",
]


@pytest.mark.parametrize("head", BARRED_HEADS)
def test_a_barred_head_is_refused_with_its_reason(head):
    assert why_barred(head)


@pytest.mark.parametrize("head", HARMLESS_HEADS)
def test_a_harmless_head_passes(head):
    assert why_barred(head) is None


@pytest.mark.parametrize(
    ("text", "is_barred"),
    [
        ("What is your religion?", True),
        ("您的宗教信仰是什么？", True),
        ("Has anyone been convicted?", True),
        ("Which race did you run?", False),
        ("Please track the parcel", False),
        ("Wash your face", False),
    ],
)
def test_questions_in_words_are_judged_by_what_they_ask(text, is_barred):
    assert bool(why_barred_in_text(text)) is is_barred
