"""Which colours stand together in a picture?"""

from dataclasses import dataclass

COPPER_DEEP, COPPER_DARK, COPPER, COPPER_LIGHT, COPPER_PALE = (
    "#12332d",
    "#1c5549",
    "#3f8474",
    "#8fbcae",
    "#dbe9e3",
)
BRICK_DARK, BRICK, BRICK_LIGHT = "#8e3420", "#b9502f", "#dd9b7c"
BRASS, BRASS_LIGHT, BRASS_PALE = "#d29a2c", "#ecc977", "#f6e7c4"
STONE, STONE_DARK = "#eeede4", "#d3d0c2"
PLUM_DARK, PLUM, PLUM_LIGHT = "#452c40", "#74506b", "#bfa3b6"


@dataclass(frozen=True)
class Palette:
    """Six colours, each with a role: a picture uses no other.

    ``sky``, ``far``, ``middle`` and ``near`` go from the back to the front, ``light`` is what
    shines (a disc, a window), and ``accent`` is the one small thing to look at.
    """

    sky: str
    far: str
    middle: str
    near: str
    light: str
    accent: str


MORNING = Palette(BRASS_PALE, BRASS_LIGHT, BRICK, COPPER_DEEP, STONE, BRICK_DARK)
COAST = Palette(COPPER_PALE, COPPER_LIGHT, COPPER, COPPER_DEEP, BRASS_LIGHT, BRICK)
SUNSET = Palette(BRICK_LIGHT, BRICK, BRICK_DARK, PLUM_DARK, BRASS_PALE, BRASS)
WINTER = Palette(STONE, STONE_DARK, COPPER, PLUM_DARK, BRASS_LIGHT, BRICK)
NIGHT = Palette(COPPER_DARK, COPPER, COPPER_LIGHT, COPPER_DEEP, BRASS_LIGHT, BRICK_LIGHT)
DUSK = Palette(PLUM_LIGHT, PLUM, BRICK_DARK, PLUM_DARK, BRASS_PALE, BRASS)

PALETTES = (MORNING, COAST, SUNSET, WINTER, NIGHT, DUSK)
