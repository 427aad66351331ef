"""What are the exact proportions of the emblem of the European Union?"""

from math import cos, pi, sin

from .canvas import Canvas, Point

BLUE, YELLOW = "#003399", "#ffcc00"
EMBLEM_WIDTH, EMBLEM_HEIGHT = 576, 384
STARS = 12


def eu_emblem() -> bytes:
    """Draw the emblem by the graphics guide in the Interinstitutional style guide, annex A1.

    The width is one and a half times the height. The twelve stars stand like the hours on a
    clock, around a circle with a radius of a third of the height; each is upright and fits into
    a circle with a radius of an eighteenth of the height.
    """
    canvas = Canvas(BLUE, width=EMBLEM_WIDTH, height=EMBLEM_HEIGHT)
    for hour in range(STARS):
        angle = 2 * pi * hour / STARS
        x = EMBLEM_WIDTH / 2 + EMBLEM_HEIGHT / 3 * sin(angle)
        y = EMBLEM_HEIGHT / 2 - EMBLEM_HEIGHT / 3 * cos(angle)
        canvas.polygon(_star(x, y, EMBLEM_HEIGHT / 18), YELLOW)
    return canvas.png()


def _star(x: float, y: float, radius: float) -> list[Point]:
    """Return the outline of a star with five points, one of them upwards."""
    inner = radius * sin(pi / 10) / sin(3 * pi / 10)  # Where the sides of a pentagram cross.
    return [
        (
            x + (inner if corner % 2 else radius) * sin(corner * pi / 5),
            y - (inner if corner % 2 else radius) * cos(corner * pi / 5),
        )
        for corner in range(10)
    ]
