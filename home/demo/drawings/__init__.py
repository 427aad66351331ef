"""Which pictures does the demonstration draw for its pages?

Every drawing follows from a page's key: the same key gives the same bytes.
"""

from .arcades import arcade
from .bells import bell
from .canvas import FOCAL_POINT, HEIGHT, WIDTH
from .emblem import eu_emblem
from .facades import facade
from .palettes import COAST, DUSK, MORNING, NIGHT, PALETTES, SUNSET, WINTER, Palette
from .plans import town_plan
from .skylines import FRIEZE_HEIGHT, FRIEZE_WIDTH, frieze, skyline

__all__ = [
    "COAST",
    "DUSK",
    "FOCAL_POINT",
    "FRIEZE_HEIGHT",
    "FRIEZE_WIDTH",
    "HEIGHT",
    "MORNING",
    "NIGHT",
    "PALETTES",
    "SUNSET",
    "WIDTH",
    "WINTER",
    "Palette",
    "arcade",
    "bell",
    "eu_emblem",
    "facade",
    "frieze",
    "skyline",
    "town_plan",
]
