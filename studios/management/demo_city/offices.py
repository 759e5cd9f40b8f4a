"""Where the unions of the demo city sit and how they are rung up: streets and numbers that do not exist."""

from unions.models import Union

STREETS = "工人路 明德路 澜江大道 创业路 港城大道 钟楼街 劳动路 石桥街 学府路 滨海路 解放路".split()
SEAT = "明德区"


def phone_of(number: int) -> str:
    """A telephone of an area code that nobody has."""
    return f"0000-86{number:02d}{number * 7919 % 10000:04d}"


def address_of(union: Union, number: int) -> str:
    """A street of the union's county, of the city's seat where it has none."""
    county = union.county or SEAT
    place = county if county.endswith("市") else f"东澜市{county}"
    return f"{place}{STREETS[number % len(STREETS)]}{1 + number * 13 % 180}号"
