"""Small real files for the cases: pictures and papers that say that they are for show."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
SIZE = (620, 877)
INK, FRAME, MARK = 35, 125, 225
TITLES = {
    "honour": ("荣誉证书", "授予领衔人荣誉称号"),
    "result": ("成果证明", "应用证明、检测记录摘要"),
    "finance": ("经济效益证明", "单位财务部门核算"),
    "rules": ("工作室规章制度", "工作、经费、台账管理办法"),
    "place": ("固定场所", "门牌与场地"),
    "equipment": ("基本设备清单", "设备名称、数量、存放处"),
    "plan": ("攻关课题与年度目标", "课题、目标、负责人、时限"),
    "funds": ("经费证明", "近三年经费安排"),
    "activity": ("活动记录", "签到、照片、小结"),
    "scan": ("单位意见", "盖章扫描件"),
    "letter": ("情况说明", "单位盖章"),
    "consent": ("公开姓名同意书", "成员本人签名"),
    "batch": ("推荐汇总表", "推荐单位盖章"),
}


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _page(title: str, lines: tuple[str, ...]) -> Image.Image:
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline=FRAME, width=3)
    pen.text((SIZE[0] / 2, 520), "演示", font=_font(180), fill=MARK, anchor="mm")
    pen.text((SIZE[0] / 2, 150), title, font=_font(44), fill=INK, anchor="mm")
    for number, line in enumerate(lines):
        pen.text((SIZE[0] / 2, 250 + 48 * number), line, font=_font(24), fill=INK, anchor="mm")
    pen.text((SIZE[0] / 2, SIZE[1] - 70), "仅供演示，并非真实材料", font=_font(20), fill=FRAME, anchor="mm")
    return page


@cache
def picture_of(kind: str) -> bytes:
    """A PNG of one kind of evidence."""
    title, line = TITLES[kind]
    target = BytesIO()
    _page(title, (line,)).save(target, "PNG")
    return target.getvalue()


@cache
def paper_of(kind: str) -> bytes:
    """The same as a PDF of one page."""
    title, line = TITLES[kind]
    return _as_pdf(_page(title, (line,)))


def decision_paper(issuer: str, number: str, names: list[str]) -> bytes:
    """A signed decision that lists the studios."""
    return _as_pdf(_page("关于命名创新工作室的决定", (f"{issuer}  {number}", *names[:8], f"共{len(names)}个")))


def _as_pdf(page: Image.Image) -> bytes:
    target = BytesIO()
    page.save(target, "PDF", resolution=75)
    return target.getvalue()
