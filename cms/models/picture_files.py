"""What is read of the file of a picture, once, when it is stored?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ExifTags, Image
from wagtail.images.models import WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

if TYPE_CHECKING:
    from typing import IO

UNREADABLE = (OSError, SyntaxError, ValueError, RuntimeError, Image.DecompressionBombError)
"""What Pillow raises where a file is no picture, is broken, or would be too large in memory."""
ENOUGH = 64
"""Pixels across of which a mean colour is taken."""
SHRUNK = frozenset({"RGB", "RGBA", "L", "LA", "CMYK"})
"""The modes in which a picture can be made smaller before its colours are read, which takes a third of the memory."""
ON_ITS_SIDE = frozenset({5, 6, 7, 8})
"""The orientations (EXIF 2.32, 4.6.4) of which width and height are those of the picture upright, swapped."""


class PictureFile(WagtailImageFieldFile):
    """The file of a picture: it is looked at whichever way it comes in."""

    def save(self, name, content, save=True):
        """Store it, and let the picture know its size, its hash and its colour."""
        picture = self.instance
        picture.file_size, picture.file_hash = content.size, hash_filelike(content)
        picture.placeholder = mean_colour(content)
        super().save(name, content, save)

    def get_image_dimensions(self):
        """Return width and height as they are seen: a camera may only say how its picture has to be turned."""
        width, height = super().get_image_dimensions()
        is_closed = self.closed
        self.open()
        try:
            with Image.open(self) as image:
                is_turned = image.getexif().get(ExifTags.Base.Orientation) in ON_ITS_SIDE
        except UNREADABLE:  # a format that only Willow knows
            is_turned = False
        finally:
            if is_closed:
                self.close()
            else:
                self.seek(0)
        return (height, width) if is_turned else (width, height)


def mean_colour(file: IO[bytes]) -> str:
    """Return the mean colour of a picture, as it is seen on a white page: "#rrggbb"; "" if Pillow cannot read it."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            image.draft("RGB", (ENOUGH, ENOUGH))  # of a JPEG, no more is decoded
            factor = min(image.size) // ENOUGH
            small = image.reduce(factor) if factor > 1 and image.mode in SHRUNK else image
            mean = small.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
    except UNREADABLE:
        return ""
    finally:
        file.seek(0)
    seen = Image.alpha_composite(Image.new("RGBA", (1, 1), "white"), mean)
    return f"#{seen.tobytes()[:3].hex()}"
