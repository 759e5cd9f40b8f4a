"""Covers of a few studios, drawn for the demo: added by the unit, published by the union above; one still waits."""

from dataclasses import dataclass

from django.core.files.base import ContentFile

from studios.actions.pictures import add_picture, publish_picture
from studios.management.demo_city.accounts import Officers
from studios.management.demo_city.halls import CLAY, PINE, STEEL, Palette, hall
from studios.management.demo_city.register import Register
from studios.permissions import publishing_union


@dataclass(frozen=True, slots=True)
class Cover:
    """One picture: whose, how it is drawn, and what it shows."""

    studio: str
    palette: Palette
    work: str
    alt: str
    is_published: bool = True


COVERS = (
    Cover("U001.0", STEEL, "sparks", "厂房里焊接机械臂正在作业，火花飞溅"),
    Cover("U004.1", PINE, "desk", "控制台上三块屏幕显示设备运行曲线"),
    Cover("U021.1", CLAY, "lathe", "检修车间里的车床，卡盘上夹着一根长轴"),
    Cover("U001.1", CLAY, "sparks", "组装车间里机械臂正在焊接构架", is_published=False),
)


class Covers:
    """Adds and publishes them."""

    def __init__(self, register: Register, officers: Officers) -> None:
        """Work on the studios of the register."""
        self.register, self.officers = register, officers

    def add(self) -> None:
        """All of them, each by its unit's clerk."""
        for cover in COVERS:
            self._add(cover)

    def _add(self, cover: Cover) -> None:
        studio = self.register.studios[cover.studio]
        upload = ContentFile(hall(cover.palette, cover.work), name="封面.jpg")
        by = self.officers.clerk(studio.union)
        made = add_picture(by=by, studio=studio, upload=upload, use="cover", alt=cover.alt, caption="演示用图")
        if cover.is_published:
            publish_picture(made, by=self.officers.chair(publishing_union(studio)))
