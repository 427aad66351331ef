"""How does a shape in the units of a picture become a pixel in a file?"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import combinations, pairwise
from math import cos, hypot, pi, sin

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 675
"""The size of a picture, in pixels."""

FOCAL_POINT = (0.38, 0.50)
"""The middle of what must survive a crop, in shares of the width and of the height."""

SCALE = 4
MAX_COLOURS = 64

Point = tuple[float, float]


class Canvas:
    """A sheet on which flat shapes are laid over each other.

    Every measure is in pixels of the finished picture, from its top left corner, and may be a
    fraction. The sheet itself is ``SCALE`` times as large, which smooths the edges.
    """

    def __init__(self, ground: str, *, width: int = WIDTH, height: int = HEIGHT):
        self.width = width
        self.height = height
        self._colours = [ground]
        self._sheet = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self._draw = ImageDraw.Draw(self._sheet)

    def rectangle(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """Draw a rectangle; two that share an edge leave no seam."""
        x, y = round(left * SCALE), round(top * SCALE)
        right, bottom = round((left + width) * SCALE) - 1, round((top + height) * SCALE) - 1
        if right >= x and bottom >= y:
            self._draw.rectangle((x, y, right, bottom), fill=self._used(colour))

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        """Draw a polygon through its corners."""
        # Pillow counts from the middle of a pixel, not from its corner.
        corners = [(x * SCALE - 0.5, y * SCALE - 0.5) for x, y in points]
        self._draw.polygon(corners, fill=self._used(colour))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a disc around its centre."""
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse([side * SCALE for side in box], fill=self._used(colour))

    def arch(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """Draw an opening with a half-round head; the height includes the head."""
        radius, steps = width / 2, 32
        head = [
            (
                left + radius - radius * cos(pi * step / steps),
                top + radius - radius * sin(pi * step / steps),
            )
            for step in range(steps + 1)
        ]
        self.polygon([(left, top + height), *head, (left + width, top + height)], colour)

    def turned(self, x: float, profile: Iterable[Point], colour: str) -> None:
        """Draw a shape that is the same left and right of a vertical axis at x.

        The profile lists pairs of a height on the picture and the full width at that height,
        from one end of the axis to the other.
        """
        outline = [(y, width / 2) for y, width in profile]
        right = [(x + half, y) for y, half in outline]
        left = [(x - half, y) for y, half in reversed(outline)]
        self.polygon(right + left, colour)

    def band(self, path: Sequence[Point], width: float, colour: str) -> None:
        """Draw a band of one width along a path."""
        for (x1, y1), (x2, y2) in pairwise(path):
            length = hypot(x2 - x1, y2 - y1)
            across, down = (y1 - y2) / length * width / 2, (x2 - x1) / length * width / 2
            self.polygon(
                [
                    (x1 + across, y1 + down),
                    (x2 + across, y2 + down),
                    (x2 - across, y2 - down),
                    (x1 - across, y1 - down),
                ],
                colour,
            )
        for x, y in path[1:-1]:
            self.disc(x, y, width / 2, colour)

    def png(self) -> bytes:
        """Return the picture as a PNG of at most ``MAX_COLOURS`` colours.

        A box filter reduces the sheet: a sharper one, such as Lanczos, rings beside an edge
        and would colour what must stay flat.
        """
        picture = self._sheet.reduce(SCALE).quantize(
            palette=_swatches(self._colours), dither=Image.Dither.NONE
        )
        file = BytesIO()
        picture.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _used(self, colour: str) -> str:
        if colour not in self._colours:
            self._colours.append(colour)
        return colour


def curve(start: Point, control: Point, other_control: Point, end: Point) -> list[Point]:
    """Return points along a cubic Bézier curve, its ends included."""
    steps = 16
    across, down = zip(start, control, other_control, end, strict=True)
    return [
        (_bezier(*across, share=step / steps), _bezier(*down, share=step / steps))
        for step in range(steps + 1)
    ]


def _bezier(a: float, b: float, c: float, d: float, *, share: float) -> float:
    """Return one coordinate at a share, from 0 to 1, of the way along the curve."""
    rest = 1 - share
    return a * rest**3 + 3 * b * share * rest**2 + 3 * c * share**2 * rest + d * share**3


def _swatches(colours: list[str]) -> Image.Image:
    """Return a palette of the flat colours and of even steps between every two of them.

    The flat colours come out exactly as they were given; the steps are for smoothed edges.
    """
    flat = [ImageColor.getrgb(colour) for colour in colours]
    pairs = list(combinations(flat, 2))
    steps = (MAX_COLOURS - len(flat)) // len(pairs) if pairs else 0
    mixed = [
        tuple(round(a + (b - a) * step / (steps + 1)) for a, b in zip(*pair, strict=True))
        for pair in pairs
        for step in range(1, steps + 1)
    ]
    swatches = Image.new("P", (1, 1))
    swatches.putpalette([channel for colour in flat + mixed for channel in colour])
    return swatches
