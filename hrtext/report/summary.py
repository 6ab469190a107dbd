"""The head of a report: how many documents came out how, in all and folder by folder."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from hrtext import __version__
from hrtext.model.codebook import OUT_OF_SCOPE
from hrtext.records import LABELS, STATUSES, USABLE_STATUSES, ModelIdentity, Record
from hrtext.report.markup import Markup, element, join
from hrtext.report.wording import NO_LABEL, count, outcome_of, share, tag, words

_FOLDERS_SHOWN = 20
"""A list of more folders than these is closed at first."""
FAILED = "failed"


class Summary:
    """Counts the records of a run."""

    def __init__(self) -> None:
        self._statuses: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._folders: dict[tuple[str, ...], Counter[str]] = {}
        self._models: set[ModelIdentity] = set()
        self._schemas: set[str] = set()
        self._to_review = 0

    def add(self, record: Record) -> None:
        """Count one record."""
        outcome = outcome_of(record) if record.status in USABLE_STATUSES else FAILED
        self._statuses[record.status] += 1
        self._outcomes[outcome] += 1
        self._to_review += record.needs_review
        self._schemas.add(record.schema)
        if record.model is not None:
            self._models.add(record.model)
        if record.path not in ("", "-"):
            counts = self._folders.setdefault(PurePath(record.path).parent.parts, Counter())
            counts[outcome] += 1
            counts["needs_review"] += record.needs_review

    @property
    def total(self) -> int:
        """The number of records."""
        return self._statuses.total()

    @property
    def failed(self) -> int:
        """How many of them have no outcome."""
        return self._outcomes[FAILED]

    def header(self) -> Markup:
        """Return the head of the page, with a banner if something failed."""
        usable = self.total - self.failed
        review = f"{self._to_review:,} of {usable:,} ({share(self._to_review, usable)})"
        blocks = [
            element("h1", "hrtext: report of a run"),
            element(
                "p",
                element("strong", count(self.total, "document")),
                ". To review: ",
                element("strong", review),
                " of those with an outcome.",
                class_="lead",
            ),
        ]
        if self.failed:
            blocks.append(self._banner())
        blocks.append(
            element("div", self._status_table(), self._label_table(), self._identity(), class_="counts")
        )
        folders = self._folder_counts()
        if len(folders) > 1:
            blocks.append(_folder_table(folders))
        return element("header", *blocks)

    def _banner(self) -> Markup:
        verb = "has" if self.failed == 1 else "have"
        return element(
            "p",
            element("strong", f"{count(self.failed, 'file')} {verb} no outcome. "),
            element("a", "They are listed below with what to do.", href="#failures"),
            class_="banner",
        )

    def _status_table(self) -> Markup:
        rows = [(words(name), self._statuses[name]) for name in STATUSES if self._statuses[name]]
        return _counts("By status", rows, self.total)

    def _label_table(self) -> Markup:
        names = [*LABELS, *([NO_LABEL] if self._outcomes[NO_LABEL] else [])]
        return _counts(
            "By label (status ok)",
            [(tag(name), self._outcomes[name]) for name in names],
            self._statuses["ok"],
        )

    def _identity(self) -> Markup:
        facts = [("Report by", f"hrtext {__version__}")]
        facts += [("Records", schema) for schema in sorted(self._schemas)]
        for model in sorted(self._models, key=lambda model: (model.name, model.version, model.sha256)):
            sha256 = element("code", model.sha256)
            facts.append(("Model", join(f"{model.name} {model.version}, sha256 ", sha256)))
        rows = (element("div", element("dt", name), element("dd", value)) for name, value in facts)
        note = element("p", "All other versions: ", element("code", "hrtext info"), class_="quiet")
        return element("div", element("h2", "Made with"), element("dl", *rows), note, class_="identity")

    def _folder_counts(self) -> dict[str, Counter[str]]:
        """Return the counts of each folder below the one that holds them all."""
        shared = _shared_start(list(self._folders))
        folders: dict[str, Counter[str]] = {}
        for parts, counts in self._folders.items():
            folders.setdefault("".join(parts[shared : shared + 1]), Counter()).update(counts)
        return dict(sorted(folders.items()))


def _shared_start(paths: list[tuple[str, ...]]) -> int:
    first, last = min(paths, default=()), max(paths, default=())
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return length


def _counts(title: str, rows: list[tuple[str, int]], whole: int) -> Markup:
    head = element(
        "tr",
        element("th", title, scope="col"),
        element("th", "documents", scope="col", class_="number"),
        element("th", "share", scope="col", class_="number"),
    )
    body = (
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", f"{number:,}", class_="number"),
            element("td", share(number, whole), class_="number"),
        )
        for name, number in rows
    )
    return element("table", element("thead", head), element("tbody", *body))


def _folder_table(folders: dict[str, Counter[str]]) -> Markup:
    columns = [*LABELS, NO_LABEL, OUT_OF_SCOPE, FAILED, "needs_review"]
    seen: Counter[str] = Counter()
    for counts in folders.values():
        seen.update(counts)
    columns = [name for name in columns if name in LABELS or seen[name]]
    head = element(
        "tr",
        element("th", "folder", scope="col"),
        element("th", "documents", scope="col", class_="number"),
        *(element("th", words(name), scope="col", class_="number") for name in columns),
    )
    body = (
        element(
            "tr",
            element("th", folder or "(in none of them)", scope="row"),
            element("td", f"{counts.total() - counts['needs_review']:,}", class_="number"),
            *(element("td", f"{counts[name]:,}", class_="number") for name in columns),
        )
        for folder, counts in folders.items()
    )
    table = element("table", element("thead", head), element("tbody", *body))
    return element(
        "details",
        element("summary", f"By folder ({len(folders)})"),
        element("div", table, class_="wide"),
        class_="folders",
        open=len(folders) <= _FOLDERS_SHOWN,
    )
