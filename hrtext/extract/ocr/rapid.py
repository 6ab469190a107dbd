"""RapidOCR on onnxruntime: the engine of the extra ``hrtext[ocr]``, models included."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np

from hrtext.extract.ocr.engines import SeenWord
from hrtext.extract.ocr.spelling import spaced

if TYPE_CHECKING:
    from hrtext.extract.ocr.engines import Engine, Picture

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
# Finding the lines takes memory with the square of this: 1 GB at 2,000 pixels.
_MOST_PIXELS = 2_000
# onnxruntime has no exception of its own for it.
_OUT_OF_MEMORY = ("bad_alloc", "allocate memory")


def start() -> Engine | None:
    """Return the engine, or None if the extra is not installed."""
    try:
        import cv2
        import rapidocr
    except ImportError:
        return None
    from pathlib import Path

    # The worker process is the unit of parallel work; and sums in threads vary with their number.
    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    paths = {f"{step}.model_path": str(models / name) for step, name in _MODELS.items()}
    if not all(map(Path.is_file, map(Path, paths.values()))):
        # It would download the models that another release of it names otherwise.
        return None
    reader = rapidocr.RapidOCR(
        params={
            **paths,
            "Global.log_level": "critical",
            "Global.max_side_len": 2 * _MOST_PIXELS,
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _MOST_PIXELS,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            # With more lines at a time, what a line reads as depends on its neighbours.
            "Rec.rec_batch_num": 1,
        }
    )
    return RapidEngine(reader, f"rapidocr {metadata.version('rapidocr')}")


class RapidEngine:
    """Reads a line at a time; its words are parts of the box of their line.

    Parameters
    ----------
    reader : rapidocr.RapidOCR
    name : str
    """

    dots_per_inch = 200

    def __init__(self, reader: Any, name: str) -> None:
        self._reader = reader
        self.name = name

    def words(self, picture: Picture) -> list[SeenWord]:
        """Return the words of an upright grey picture.

        Raises
        ------
        MemoryError
            If the worker may not have as much as finding the lines takes.
        """
        try:
            seen = self._reader(np.repeat(picture[:, :, None], 3, axis=2))
        except Exception as error:
            if any(words in str(error) for words in _OUT_OF_MEMORY):
                raise MemoryError from error
            raise
        if seen.boxes is None:
            return []
        words: list[SeenWord] = []
        for number, (box, text, score) in enumerate(zip(seen.boxes, seen.txts, seen.scores, strict=True)):
            (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
            words.extend(_words_of(spaced(text), (left, top, right, bottom), number, float(score)))
        return words


def _words_of(
    text: str, box: tuple[float, float, float, float], line: int, confidence: float
) -> list[SeenWord]:
    left, top, right, bottom = box
    width = (right - left) / max(1, len(text))
    words: list[SeenWord] = []
    at = 0
    for part in text.split(" "):
        if part:
            words.append(
                SeenWord(
                    part,
                    left + at * width,
                    top,
                    left + (at + len(part)) * width,
                    bottom,
                    line,
                    confidence,
                )
            )
        at += len(part) + 1
    return words
