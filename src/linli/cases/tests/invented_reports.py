"""Invented reports of five kinds, made by rule: enough to learn from, nobody's words."""

from itertools import product

PLACES = ("东门", "西区", "三号楼", "广场", "学校旁", "菜场口", "河边", "车站前", "六单元", "老街")
SAID = {
    "lamp": ("路灯不亮，晚上很黑", "路灯一闪一闪，请修灯", "路灯杆歪了，灯泡坏了", "夜里路灯全灭，老人看不清路"),
    "noise": (
        "夜里施工噪音吵得睡不着",
        "广场舞音响太吵，噪音扰民",
        "装修电钻声吵闹到半夜",
        "酒吧音乐噪音大，孩子睡不好",
    ),
    "rubbish": ("垃圾堆了三天没人清运", "垃圾桶满了，又脏又臭", "建筑垃圾乱倒在路边", "垃圾站臭味大，苍蝇多"),
    "cover": ("井盖丢了，骑车危险", "井盖破了一个洞", "井盖松动，汽车压过很响", "污水井盖塌陷，行人绊倒"),
    "parking": ("汽车乱停堵住消防通道", "停车占了盲道，轮椅过不去", "外来车辆乱停，车位被占", "车停在单元门口，出不去"),
}
KEYWORDS = {
    "lamp": ("路灯", "灯泡"),
    "noise": ("噪音", "噪声", "吵"),
    "rubbish": ("垃圾", "清运"),
    "cover": ("井盖",),
    "rain-cover": ("雨水井盖",),
    "parking": ("乱停", "停车"),
}


def invented_reports():
    """Give texts and their kinds, 40 of each."""
    pairs = [(f"{place}{said}", kind) for kind, sayings in SAID.items() for place, said in product(PLACES, sayings)]
    return [text for text, _kind in pairs], [kind for _text, kind in pairs]
