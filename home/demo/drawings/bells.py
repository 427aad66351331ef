"""How does a call ring out?"""

from math import cos, pi, sin

from .canvas import HEIGHT, WIDTH, Canvas, curve
from .palettes import PALETTES, Palette
from .seeds import chances

BELL_X, BELL_Y, BELL_WIDTH = WIDTH * 0.38, HEIGHT * 0.5, 400
DIALS_X, DIALS_Y = WIDTH * 0.655, HEIGHT * 0.54
BELL = (
    *curve((-0.42, 0.1), (-0.42, 0.36), (-0.36, 0.5), (-0.24, 0.53)),
    *curve((-0.24, 0.53), (-0.06, 0.57), (0.1, 0.6), (0.19, 0.76)),
    *curve((0.19, 0.76), (0.23, 0.84), (0.26, 0.94), (0.3, 1.02)),
    (0.335, 1.04),
    (0.345, 1.0),
)
"""The profile of a bell, in shares of its width: height below the middle, full width."""

YOKE = ((-0.66, 0.62), (-0.52, 0.56), (-0.46, 0.26), (-0.41, 0.26))
BANDS = ((-0.225, 0.5, 0.014), (-0.19, 0.51, 0.03), (0.165, 0.68, 0.014))
"""The light bands around the bell: height below the middle, width and thickness."""


def bell(key: str, *, deadlines: int = 2, palette: Palette | None = None) -> bytes:
    """Draw a bell that rings, and a clock dial for each deadline of a call."""
    chance = chances(key)
    palette = palette or chance.choice(PALETTES)
    canvas = Canvas(palette.sky)
    for ring in range(7, 0, -1):
        colour = palette.far if ring % 2 else palette.sky
        canvas.disc(BELL_X, BELL_Y, HEIGHT * (0.22 + 0.155 * ring), colour)
    _draw_bell(canvas, palette)
    radius = min(86, HEIGHT * 0.35 / max(deadlines, 1))
    for place in range(deadlines):
        y = DIALS_Y + (place - (deadlines - 1) / 2) * radius * 2.3
        _draw_dial(canvas, y, radius, chance.uniform(0, 12), palette)
    return canvas.png()


def _draw_bell(canvas: Canvas, palette: Palette) -> None:
    """Draw the beam and the yoke, the clapper in the accent, and the bell with its bands."""
    canvas.rectangle(0, BELL_Y - 0.7 * BELL_WIDTH, WIDTH, 0.08 * BELL_WIDTH, palette.near)
    canvas.disc(BELL_X, BELL_Y + 0.35 * BELL_WIDTH, 0.115 * BELL_WIDTH, palette.accent)
    for shape in (YOKE, BELL):
        profile = [(BELL_Y + down * BELL_WIDTH, share * BELL_WIDTH) for down, share in shape]
        canvas.turned(BELL_X, profile, palette.near)
    for down, width, thickness in BANDS:
        canvas.rectangle(
            BELL_X - width * BELL_WIDTH / 2,
            BELL_Y + down * BELL_WIDTH,
            width * BELL_WIDTH,
            thickness * BELL_WIDTH,
            palette.light,
        )


def _draw_dial(canvas: Canvas, y: float, radius: float, hour: float, palette: Palette) -> None:
    """Draw a clock dial around a height, at an hour from 0 to 12."""
    canvas.disc(DIALS_X, y, radius, palette.near)
    canvas.disc(DIALS_X, y, radius * 0.86, palette.light)
    for mark in range(12):
        angle = mark * pi / 6
        canvas.disc(
            DIALS_X + radius * 0.7 * cos(angle),
            y + radius * 0.7 * sin(angle),
            radius * 0.05,
            palette.near,
        )
    for turns, length, width in ((hour / 12, 0.4, 0.12), (hour % 1, 0.6, 0.08)):
        angle = (turns - 0.25) * 2 * pi
        end = (DIALS_X + radius * length * cos(angle), y + radius * length * sin(angle))
        canvas.band([(DIALS_X, y), end], radius * width, palette.near)
    canvas.disc(DIALS_X, y, radius * 0.1, palette.near)
