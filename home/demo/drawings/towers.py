"""What do the belfries of Europe look like?

A tower is drawn in its own units, whatever its size: across, the width of its shaft, from the
axis; upwards, its whole height, from the ground (0) to the tip (1).
"""

from dataclasses import dataclass

from .canvas import Canvas, Point, curve
from .palettes import Palette


@dataclass(frozen=True)
class Opening:
    """A window or a door with a half-round head, around the middle of its foot."""

    across: float
    foot: float
    width: float
    height: float


@dataclass(frozen=True)
class Style:
    """The part of a tower above its shaft.

    The profile goes up from the shoulder of the shaft to the tip in pairs of a height and a full
    width. What stands beside it (turrets, merlons) is a list of polygons of pairs of a place
    across and a height, of which the mirror image is drawn too.
    """

    profile: tuple[Point, ...]
    openings: tuple[Opening, ...] = ()
    beside: tuple[tuple[Point, ...], ...] = ()


SHAFT = (
    (0, 1.18),
    (0.022, 1.18),
    (0.03, 1.04),
    (0.185, 1.04),
    (0.185, 1.14),
    (0.195, 1.14),
    (0.195, 1.0),
    (0.365, 1.0),
    (0.365, 1.1),
    (0.375, 1.1),
    (0.375, 0.97),
)
COURSES = ((0.185, 1.14), (0.365, 1.1))
"""The heights and the widths of the light lines under the mouldings of the shaft."""

SLIT = Opening(0, 0.235, 0.17, 0.07)
CLOCK_HEIGHT, CLOCK_RADIUS = 0.28, 0.26
SHAFT_OPENINGS = (
    Opening(0, 0.0, 0.32, 0.105),
    Opening(-0.22, 0.435, 0.25, 0.115),
    Opening(0.22, 0.435, 0.25, 0.115),
)

FLEMISH = Style(
    profile=(
        (0.59, 0.97),
        (0.6, 1.26),
        (0.625, 1.26),
        (0.625, 0.64),
        (0.725, 0.64),
        (0.735, 0.8),
        (0.75, 0.8),
        (0.75, 0.68),
        (1.0, 0.0),
    ),
    openings=(Opening(0, 0.64, 0.2, 0.07),),
    beside=(
        (
            (0.42, 0.61),
            (0.42, 0.665),
            (0.39, 0.665),
            (0.5, 0.755),
            (0.61, 0.665),
            (0.58, 0.665),
            (0.58, 0.61),
        ),
    ),
)
CAMPANILE = Style(
    profile=(
        (0.59, 0.97),
        (0.605, 1.3),
        (0.625, 1.3),
        (0.625, 0.92),
        (0.7, 0.92),
        (0.7, 1.04),
        (0.715, 1.04),
        (1.0, 0.0),
    ),
    openings=(
        Opening(-0.24, 0.64, 0.13, 0.04),
        Opening(0, 0.64, 0.13, 0.04),
        Opening(0.24, 0.64, 0.13, 0.04),
    ),
)
ONION = Style(
    profile=(
        (0.59, 0.97),
        (0.6, 1.22),
        (0.62, 1.22),
        (0.625, 0.84),
        (0.645, 0.74),
        *curve((0.65, 0.74), (0.69, 1.38), (0.74, 1.02), (0.785, 0.3)),
        (0.785, 0.4),
        (0.795, 0.4),
        (0.795, 0.26),
        (0.845, 0.26),
        (0.845, 0.38),
        *curve((0.853, 0.36), (0.875, 0.56), (0.9, 0.3), (0.925, 0.08)),
        (1.0, 0.03),
    ),
)
CRENELLATED = Style(
    profile=(
        (0.58, 0.97),
        (0.615, 1.36),
        (0.65, 1.36),
        (0.65, 0.56),
        (0.755, 0.56),
        (0.765, 0.72),
        (0.785, 0.72),
        (1.0, 0.0),
    ),
    openings=(Opening(0, 0.675, 0.2, 0.07),),
    beside=(
        ((0.68, 0.64), (0.68, 0.685), (0.5, 0.685), (0.5, 0.64)),
        ((0.32, 0.64), (0.32, 0.685), (0.14, 0.685), (0.14, 0.64)),
    ),
)
MANSARD = Style(
    profile=(
        (0.59, 0.97),
        (0.6, 1.2),
        (0.62, 1.2),
        *curve((0.625, 1.1), (0.68, 0.98), (0.74, 0.86), (0.765, 0.46)),
        (0.765, 0.56),
        (0.78, 0.56),
        (0.78, 0.34),
        (0.85, 0.34),
        (0.85, 0.5),
        (0.862, 0.5),
        *curve((0.862, 0.44), (0.9, 0.3), (0.91, 0.08), (1.0, 0.02)),
    ),
    openings=(Opening(0, 0.645, 0.22, 0.065), Opening(0, 0.787, 0.13, 0.05)),
)
STYLES = (FLEMISH, CAMPANILE, ONION, CRENELLATED, MANSARD)


@dataclass(frozen=True)
class Tower:
    """A tower of a style at its place: the middle of its foot, its width and its height.

    On the second floor it has a clock, or else a narrow window.
    """

    style: Style
    x: float
    ground: float
    width: float
    height: float
    has_clock: bool

    def draw(self, canvas: Canvas, palette: Palette) -> None:
        """Draw the silhouette, what the light shows of it, and the ball on its tip."""
        profile = [(self._up(height), width * self.width) for height, width in self._profile]
        canvas.turned(self.x, profile, palette.near)
        for polygon in self.style.beside:
            for side in (-1, 1):
                points = [(self._across(side * x), self._up(height)) for x, height in polygon]
                canvas.polygon(points, palette.near)
        for opening in SHAFT_OPENINGS + self.style.openings:
            self._open(canvas, opening, palette.light)
        if self.has_clock:
            self._draw_clock(canvas, palette)
        else:
            self._open(canvas, SLIT, palette.light)
        for height, width in COURSES:
            left = self._across(-width / 2)
            canvas.rectangle(left, self._up(height), width * self.width, 2.5, palette.light)
        canvas.disc(self.x, self._up(1), self.width * 0.06, palette.accent)

    @property
    def _profile(self) -> tuple[Point, ...]:
        return SHAFT + self.style.profile

    def _across(self, share: float) -> float:
        return self.x + share * self.width

    def _up(self, share: float) -> float:
        return self.ground - share * self.height

    def _open(self, canvas: Canvas, opening: Opening, colour: str) -> None:
        width, height = opening.width * self.width, opening.height * self.height
        left, foot = self._across(opening.across) - width / 2, self._up(opening.foot)
        canvas.arch(left, foot - height, width, height, colour)

    def _draw_clock(self, canvas: Canvas, palette: Palette) -> None:
        """Draw a dial that shows four o'clock."""
        x, y, radius = self.x, self._up(CLOCK_HEIGHT), CLOCK_RADIUS * self.width
        canvas.disc(x, y, radius, palette.light)
        for across, down in ((0, -0.72), (0.46, 0.27)):
            end = (x + across * radius, y + down * radius)
            canvas.band([(x, y), end], radius * 0.16, palette.near)
