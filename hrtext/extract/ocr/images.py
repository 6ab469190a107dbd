"""Text of pictures of pages: PNG, JPEG and TIFF, which may hold several pages."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from hrtext.errors import ReadError
from hrtext.extract.ocr.engines import choose_engine
from hrtext.extract.ocr.recognize import Recognizer
from hrtext.extract.pages import PageTexts

if TYPE_CHECKING:
    from hrtext.extract.limits import Limits
    from hrtext.extract.ocr.engines import Engine, Picture

# An A3 sheet at 600 dots to the inch.
_MOST_PIXELS = 70_000_000
_LONGEST_SIDE = 3_600
_MOST_ENLARGED = 4.0
_FEWEST_DOTS_PER_INCH, _MOST_DOTS_PER_INCH = 100, 1_200
# Most pictures of pages are of letter or A4 sheets.
_USUAL_INCHES = 11.3

_NO_ENGINE = "This is an image: run `pip install 'hrtext[ocr]'`, which reads it by OCR."
_OFF = "This is an image: let it be read by OCR with `--ocr auto`."
_NOTHING = "OCR saw no words on this image: if there are some, scan it again at 300 dots an inch."
_TOO_LARGE = f"The image has more than {_MOST_PIXELS:,} dots: save it with 300 dots to the inch."
_CORRUPT = "The image is damaged: download it again, or open it in a viewer and save it anew."


def read_image(data: bytes, limits: Limits) -> PageTexts:
    """Return the text of each page of a picture file.

    Parameters
    ----------
    data : bytes
    limits : Limits

    Raises
    ------
    ReadError
        ``no_text``, ``corrupt``, ``too_large``; ``unsupported_type`` where no
        engine is installed, or OCR is off.
    """
    engine = choose_engine(limits.ocr)
    if engine is None:
        raise ReadError("unsupported_type", _OFF if limits.ocr == "off" else _NO_ENGINE)
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Its complaints about odd files are no concern of the user.
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
                pages = _read(image, engine, limits)
    except Image.DecompressionBombError as error:
        raise ReadError("too_large", _TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadError("corrupt", _CORRUPT) from error
    if not any(any(map(str.isalnum, page)) for page in pages):
        raise ReadError("no_text", _NOTHING)
    return pages


def _read(image: Any, engine: Engine, limits: Limits) -> PageTexts:
    count = getattr(image, "n_frames", 1)
    if count > limits.max_pages:
        raise ReadError(
            "too_large",
            f"The image has {count:,} pages, more than the limit of {limits.max_pages:,}: "
            "split it, or raise the limit.",
        )
    recognizer = Recognizer(engine, limits)
    texts: list[str] = []
    for index in range(count):
        image.seek(index)
        if image.width * image.height > _MOST_PIXELS:
            raise ReadError("too_large", _TOO_LARGE)
        picture, dots_per_inch = _picture(image, engine.dots_per_inch)
        seen = recognizer.see(index + 1, picture, dots_per_inch)
        laid = None if seen is None else seen.laid
        texts.append("" if laid is None else laid.text)
        if seen is not None and laid is not None and laid.words:
            recognizer.note(index + 1, "no_text", seen, laid)
    return recognizer.finished(texts)


def _picture(image: Any, wanted: int) -> tuple[Picture, float]:
    """Return the page in grey on white, near the wanted resolution, and its resolution."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", turned.size, "white"), turned)
    elif turned.mode.startswith("I;16"):
        turned = turned.point(lambda value: value / 256, "L")
    grey = turned.convert("L")
    given = float((image.info.get("dpi") or (0, 0))[0])
    longer = max(grey.size)
    if not _FEWEST_DOTS_PER_INCH <= given <= _MOST_DOTS_PER_INCH:
        given = longer / _USUAL_INCHES
    scale = min(wanted / given, _LONGEST_SIDE / longer, _MOST_ENLARGED)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return np.asarray(grey.resize(size, Image.Resampling.BICUBIC), dtype=np.uint8), given * scale
