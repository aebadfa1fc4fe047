"""Whether people live in a building, as far as its use and its name tell: the words for homes and for everything else.

The last word of a Chinese name says what a thing is: 银行宿舍 is a dormitory, 公寓售楼处 an office. A word that a street is called
by (市场街12号) says nothing of the house.
"""

import re
from collections.abc import Mapping

from linli.places.readers.map_fields import field_of

Tags = Mapping[str, str]

TALLEST_FLOORS = 34  # homes end at a hundred metres; what is taller is a home only where the map says so
NO = frozenset({"", "no", "false", "0"})
_SAID_NOTHING = frozenset({"", "yes", "未知", "不详", "不明", "无", "-", "null", "none"})
_HOMES = frozenset(
    ["apartments", "residential", "house", "dormitory", "terrace", "detached", "semidetached_house", "bungalow", "home"]
)
_HOME_USES = (
    "宅",
    "居住",
    "公寓",
    "宿舍",
    "商住",
    "民居",
    "民房",
    "农房",
    "住房",
    "自建房",
    "居民楼",
    "家属楼",
    "里弄",
    "别墅",
)
_NO_HOME_USES = ("非住", "非居住", "配套", "附属")
_OTHER_USES = (
    "商", "办公", "工业", "厂", "仓", "学校", "教育", "科研", "医", "文化", "文体", "体育", "娱乐", "金融", "宾馆", "酒店", "旅馆",
    "餐", "交通", "市政", "公共", "公用", "行政", "机关", "服务", "军事", "农业", "车库", "车棚", "停车", "门卫", "设备", "设施",
    "仓储", "物业", "养老", "非住", "非居住", "配套", "附属", "其他", "其它",
)  # fmt: skip
_OTHER_ENGLISH = frozenset(
    [
        "office",
        "commercial",
        "retail",
        "industrial",
        "school",
        "hospital",
        "hotel",
        "warehouse",
        "public",
        "civic",
        "government",
        "other",
    ]
)
_OF_OTHER_USE = ("office", "shop", "amenity", "tourism", "leisure", "industrial", "government", "man_made", "railway")
_OTHER_GROUND = ("commercial", "retail", "industrial", "office", "railway", "construction", "military", "depot", "port")

_HOME_NAMES = re.compile(
    "公寓|住宅|宿舍|家属[楼院区]|生活区|居民楼|职工楼|民居|新村|小区|花园|花苑|家园|里弄|别墅"
    r"|\b(?:apartments?|residences?|residential|dormitor(?:y|ies)|villas?|condominiums?)\b",
    re.IGNORECASE,
)
# Compounds are called a 中心 too; one of these is none.
_CENTRES = (
    "(?:购物|商业|金融|国金|商务|商贸|贸易|国贸|世贸|交易|财富|总部|企业|会展|展览|展示|会议|会所|活动|服务|管理|行政|政务|办事|审批|便民"
    "|党群|社区|街道|邻里|医疗|医学|体检|卫生|健康|康复|急救|疾控|防控|文化|艺术|影视|传媒|新闻|体育|健身|运动|游泳|休闲|娱乐|培训|教育"
    "|学习|图书|科技|科研|研发|研究|技术|工程|设计|创新|创业|创意|孵化|数据|信息|通信|电力|能源|控制|指挥|调度|监控|消防|应急|检测|检验"
    "|物流|配送|快递|仓储|批发|客运|换乘|维修|汽车|家居|建材|美食|营销|销售|售楼|接待|客服|少年|儿童|妇幼|老年|养老|照料|托育|早教|旅游"
    "|游客|度假|温泉)中心"
)
_OTHER_NAMES = re.compile(
    "(?:银行|支行|证券|保险|交易所|酒店|宾馆|饭店|旅馆|招待所|医院|卫生院|门诊|学校|小学|中学|大学|学院(?!派)|幼儿园|教学楼|实验楼"
    "|商场|商城|商厦|市场|超市|百货|购物|公司|集团|"
    + _CENTRES
    + "|研究[院所]|设计院|事务所|车站|机场|码头|(?<!公)馆|剧[院场]|影[院城]|音乐厅"
    "|政府|委员会|居委会|[一-龥]局(?!门)|法院|检察院|派出所|海关|工会|联合会|协会|总部|营业部|办公楼|写字楼|商务|厂房|仓库|车间|体育场"
    "|门卫|岗亭|配电|变电|泵房|锅炉房|垃圾房|公厕|厕所|停车|车库|车棚|物业|会所|活动室|售楼处|食堂|太古里|天地里)"
    "(?![东南西北前后]?(?:大?[路街道]|[巷弄里村城镇]))"
    r"|\b(?:banks?|exchange|insurance|financ(?:e|ial)|offices?|hotel|hostel|mall|cent(?:er|re)|museum|school|college|university"
    r"|hospital|clinic|theat(?:er|re)|cinema|library|station|terminal|port|market|supermarket|stores?|headquarters|institute"
    r"|stadium|arena|hall|gallery|factory|warehouse|garage)\b",
    re.IGNORECASE,
)
# What a name ends with tells a place of work, of faith or of outings; within a name these signs are also those of villages.
_OTHER_ENDS = re.compile(
    r"(?:厂|站|(?<!^[^\W\d酒饭书商旅药花粮门网面鞋布米肉茶分总烟菜鱼酱油车琴表灯糖果饼衣])店|库|厅|[报联]社|(?:杂志|出版|通讯|旅行|合作|供销|信用)社|[商洋车]行|拍卖行|[菜球卖]场|商铺|底商|商业|公建|大门|KTV"
    "|(?<![东南西北中上下])部|(?:办事|管理|服务|代表|联络|经营|收费|分理)处|街道办|(?:消防|[交刑巡特武]警|执法|城管)[总大中支]?队"
    r"|(?:管理|供电|税务|财政|司法|卫生|托儿|储蓄|开闭|诊)所|(?<![\d〇零一二三四五六七八九十])室"
    "|(?:养老|敬老|福利|疗养|护理|美容|戏)院|(?:行政|(?<!商住)综合|航站|配套|商业)楼|(?:药|面包)房"
    "|(?:社区|物业|管理|服务|设备|配套|商业)用房|(?:少年|文化)宫|(?:电|电视|气象)台|残疾人.*家园"
    "|[村管业]委会|基金会|商会|(?:产业|工业|科技|创意|物流|软件|动物|植物)园|基地|(?:家居|建材|美食|娱乐|汽车|电子|五金|服装)城"
    "|(?:度假|美食|民俗)村|(?:[作工磨酒茶染油]|豆腐)坊|寺|庙|庵|道观|教堂|礼堂|祠堂|宗祠|戏台|牌[坊楼]|(?<![兰华])亭|故居)"
    "(?:等|旧址|原址|遗址)*$"
    r"|\b(?:church|cathedral|temple|mosque|works|mills?)$",
    re.IGNORECASE,
)
# And these endings tell a home, also before the number of a house: 竹桥里3号楼; a lane with a number (123弄) is only an address.
_HOME_ENDS = re.compile(
    r"(?:(?<!科技)(?<!文化)(?<!商务)苑|(?<![公故])(?<!太古)(?<!天地)(?<!^锦)里|(?<![作工磨酒茶染油牌])(?<!豆腐)坊"
    r"|(?<!度假)(?<!美食)(?<!民俗)(?<!奥运)村|(?<!\d)弄|胡同)"
    r"[东南西北中一二三四五六七八九十\dA-Za-z#-]*[区期]?[\dA-Za-z一二三四五六七八九十#-]*[号幢栋座]?楼?$"
)
# Homes are called so too: they say something only of a house that no compound claims and that stands on no ground of homes.
_LARGE_NAMES = re.compile(
    r"大厦|大楼|广场|(?<!学府)中心(?![\d一二三四五六七八九十]+[号幢栋座]楼?$)|\b(?:towers?|plaza)\b", re.IGNORECASE
)
_HOME_GROUND = "residential"
# How many flats a house has says more than what it is called; so does what kind of housing it belongs to.
_OF_FLATS = ("building:flats", "residential", "addr:flats")


def is_said_home(tags: Tags) -> bool:
    """Say whether the map itself says that people live in a building: by its use, its flats, or else its name."""
    word = _use(tags)
    if word not in _SAID_NOTHING:
        return is_home_use(word)
    return _has_flats(tags) or (not _has_other_tag(tags) and _told_by_name(tags) is True)


def is_said_other(tags: Tags) -> bool:
    """Say whether the map says that a building is no home: by its use, its other tags, or its name."""
    word = _use(tags)
    if word not in _SAID_NOTHING:
        return not is_home_use(word)
    if _has_flats(tags):
        return False
    return _has_other_tag(tags) or tags.get("landuse_kind") in _OTHER_GROUND or _told_by_name(tags) is False


def is_home_use(word: str) -> bool:
    """Say whether a use is one of homes; ground floor shops change nothing of that."""
    return word.lower() in _HOMES or (
        any(part in word for part in _HOME_USES) and not any(part in word for part in _NO_HOME_USES)
    )


def unknown_use(tags: Tags) -> str:
    """Give the use that a city's layer names and nobody here knows; '' where it is known or not said."""
    word = field_of(tags, "use")
    is_known = word in _SAID_NOTHING or is_home_use(word) or word.lower() in _OTHER_ENGLISH
    return "" if is_known or any(part in word for part in _OTHER_USES) else word


def is_of_other_ground(tags: Tags) -> bool:
    """Say whether a ground is used for trade, industry, offices, railways or the military."""
    return tags.get("landuse") in _OTHER_GROUND


def _use(tags: Tags) -> str:
    return field_of(tags, "use") or tags.get("building", "")


def _has_other_tag(tags: Tags) -> bool:
    return any(tags.get(name, "") not in NO for name in _OF_OTHER_USE)


def _has_flats(tags: Tags) -> bool:
    return any(tags.get(name, "") not in NO for name in _OF_FLATS)


def _told_by_name(tags: Tags) -> bool | None:
    """Read a building's name, and its English one where the first says nothing."""
    names = (field_of(tags, "name"), tags.get("name:en", ""))
    among_homes = bool(field_of(tags, "compound")) or tags.get("landuse_kind") == _HOME_GROUND
    told = (_told(name, among_homes=among_homes) for name in names)
    return next((one for one in told if one is not None), None)


def _told(name: str, *, among_homes: bool) -> bool | None:
    if _OTHER_ENDS.search(name) or _HOME_ENDS.search(name):
        return _OTHER_ENDS.search(name) is None
    home, other = (_last(words, name) for words in (_HOME_NAMES, _OTHER_NAMES))
    if home != other:
        return home > other
    return False if not among_homes and _LARGE_NAMES.search(name) else None


def _last(words: re.Pattern[str], name: str) -> int:
    return max((found.end() for found in words.finditer(name)), default=-1)
