"""Pictures of a few studios and results, drawn for the demo: added by the unit, published by the union above."""

from dataclasses import dataclass

from django.core.files.base import ContentFile

from studios.actions.pictures import add_picture, publish_picture
from studios.choices.showcase import PictureUse
from studios.management.demo_city.accounts import Officers
from studios.management.demo_city.halls import CLAY, PINE, STEEL, Palette, hall
from studios.management.demo_city.register import Register
from studios.models import Result
from studios.permissions import publishing_union

CAPTION = "演示用图"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture: whose, how it is drawn, what it shows, and of which result, counted as entered; else it is a cover."""

    studio: str
    palette: Palette
    work: str
    alt: str
    result: int | None = None
    is_published: bool = True


DRAWN = (
    Drawn("U001.0", STEEL, "sparks", "厂房里焊接机械臂正在作业，火花飞溅"),
    Drawn("U004.1", PINE, "desk", "控制台上三块屏幕显示设备运行曲线"),
    Drawn("U021.1", CLAY, "lathe", "检修车间里的车床，卡盘上夹着一根长轴"),
    Drawn("U001.1", CLAY, "sparks", "组装车间里机械臂正在焊接构架", is_published=False),
    Drawn("U001.0", STEEL, "sparks", "双丝机器人沿侧墙长焊缝作业，一侧是夹具", result=0),
    Drawn("U004.0", PINE, "desk", "指导席的三块屏幕回放吊具摆角曲线", result=0),
    Drawn("U003.1", CLAY, "lathe", "立式车床前的环件，卡爪分布均匀", result=1),
    Drawn("U021.1", CLAY, "lathe", "拆下的泵轴夹在车床上检查跳动", result=0, is_published=False),
)


class Pictures:
    """Adds and publishes them."""

    def __init__(self, register: Register, officers: Officers) -> None:
        """Work on the studios of the register."""
        self.register, self.officers = register, officers

    def add(self) -> None:
        """All of them, each by its unit's clerk."""
        for drawn in DRAWN:
            self._add(drawn)

    def _add(self, drawn: Drawn) -> None:
        studio = self.register.studios[drawn.studio]
        rows = Result.objects.filter(studio=studio).select_related("studio__union").order_by("pk")
        result = None if drawn.result is None else rows[drawn.result]
        made = add_picture(
            by=self.officers.clerk(studio.union),
            studio=None if result else studio,
            result=result,
            upload=ContentFile(hall(drawn.palette, drawn.work), name="图片.jpg"),
            use=PictureUse.RESULT if result else PictureUse.COVER,
            alt=drawn.alt,
            caption=CAPTION,
        )
        if drawn.is_published:
            publish_picture(made, by=self.officers.chair(publishing_union(studio)))
