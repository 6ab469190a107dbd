"""Small real files, made by code."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

WORD_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ODT_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(members: Mapping[str, str | bytes], *, store: bool = False) -> bytes:
    """Return a zip archive of `members`; one named ``mimetype`` is stored as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if store or name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, compress_type=method)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Return a DOCX with `body` as the inner XML of its body, and further parts by stem."""
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "word/document.xml": f"<w:document {WORD_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for stem, content in parts.items():
        members[f"word/{stem}.xml"] = f"<w:part {WORD_NAMESPACES}>{content}</w:part>"
    return archive(members)


def paragraph(text: str) -> str:
    """Return a Word paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(body: str, styles: str = "") -> bytes:
    """Return an ODT with `body` as the inner XML of its text."""
    return archive(
        {
            "mimetype": ODT_TYPE,
            "content.xml": f"<office:document-content {ODT_NAMESPACES}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODT_NAMESPACES}>{styles}</office:document-styles>",
        }
    )


def pdf(
    pages: Iterable[Sequence[tuple[float, float, str]]],
    *,
    size: int = 10,
    password: str | None = None,
) -> bytes:
    """Return a PDF that draws each ``(x, y, text)`` of each page, in that order."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1, encrypt=encryption)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(
    lines: Iterable[str], x: float = 72, top: float = 720, pitch: float = 12
) -> list[tuple[float, float, str]]:
    """Return lines set one below the other."""
    return [(x, top - pitch * index, line) for index, line in enumerate(lines)]


def scan() -> bytes:
    """Return a PDF of one page that is an image."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (200, 280), 255).save(buffer, "PDF")
    return buffer.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE file of `streams`, filled up with zeros to the least size of a plain one.

    A name may hold one ``/`` or more, for the folders it lies in.
    """
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5, "kids": []}]
    folders = {"": 0}
    sectors = b""
    chains: list[int] = []

    def add(parent: str, entry: dict[str, object]) -> int:
        entries.append(entry)
        entries[folders[parent]]["kids"].append(len(entries) - 1)  # type: ignore[attr-defined]
        return len(entries) - 1

    for path, content in streams.items():
        parent, _, name = path.rpartition("/")
        steps = parent.split("/") if parent else []
        for depth in range(1, len(steps) + 1):
            folder = "/".join(steps[:depth])
            if folder not in folders:
                above = "/".join(steps[: depth - 1])
                folders[folder] = add(above, {"name": steps[depth - 1], "kind": 1, "kids": []})
        content = content.ljust(4096, b"\0")
        size = len(content)
        content += bytes(-size % 512)
        start = len(chains)
        chains += [*range(start + 1, start + len(content) // 512), 0xFFFFFFFE]
        sectors += content
        add(parent, {"name": name, "kind": 2, "kids": [], "start": start, "size": size})
    right: dict[int, int] = {}
    for entry in entries:
        kids = entry["kids"]
        assert isinstance(kids, list)
        right |= dict(itertools.pairwise(kids))
    table = b""
    for number, entry in enumerate(entries):
        name = f"{entry['name']}\0".encode("utf-16-le")
        kids = entry["kids"]
        assert isinstance(kids, list)
        table += struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name), entry["kind"], 1, 0xFFFFFFFF, right.get(number, 0xFFFFFFFF),
            kids[0] if kids else 0xFFFFFFFF, b"", 0, 0, 0,
            entry.get("start", 0xFFFFFFFE), entry.get("size", 0),
        )  # fmt: skip
    table += bytes(-len(table) % 512)
    directory = len(chains)
    chains += [*range(directory + 1, directory + len(table) // 512), 0xFFFFFFFE]
    count = next(n for n in range(1, 110) if n * 128 >= len(chains) + n)
    first = len(chains)
    chains += [0xFFFFFFFD] * count
    chains += [0xFFFFFFFF] * (count * 128 - len(chains))
    places = [*range(first, first + count), *[0xFFFFFFFF] * (109 - count)]
    header = struct.pack(
        "<8s16s5H6s9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, count, directory, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0, *places,
    )  # fmt: skip
    return header + sectors + table + struct.pack(f"<{len(chains)}I", *chains)


def doc(
    body: str,
    *,
    header: str = "",
    footer: str = "",
    note: str = "",
    version: int = 0xC1,
    flags: int = 0,
    runs: Sequence[tuple[str, bytes]] = (),
    formats: bytes = b"xx",
    piece: int = 0,
) -> bytes:
    """Return a Word 97 file: the first half of `body` in eight bits where it can be, the rest in UTF-16.

    `runs` are pieces of `body`, in order, with the properties of their characters;
    `formats` is a list of properties that a piece may name, and `piece` what the
    second one does.
    """
    half = len(body) // 2
    try:
        first = body[:half].encode("cp1252")
    except UnicodeEncodeError:
        half, first = 0, b""
    stories = [*[""] * 6, "", header, "", footer, "", ""] if header or footer else []
    headers = "".join(f"{story}\r" if story else "" for story in stories)
    rest = f"{body[half:]}{note}{headers}".encode("utf-16-le")
    text_start = 1024
    rest_start = text_start + len(first) + len(first) % 2
    places = [0]
    for story in stories:
        places.append(places[-1] + len(story) + bool(story))
    header_places = struct.pack(f"<{len(places) + 1}i", *places, places[-1] + 1) if stories else b""
    bounds = struct.pack("<3i", 0, half, half + len(rest) // 2)
    pieces = bounds + struct.pack("<HIHHIH", 0, 2 * text_start | 0x40000000, 0, 0, rest_start, piece)
    # A list of formats comes before the pieces in files that were saved in haste.
    clx = struct.pack("<BH", 1, len(formats)) + formats + struct.pack("<BI", 2, len(pieces)) + pieces
    main = bytearray(text_start)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags | 0x0200)
    struct.pack_into("<8i", main, 0x4C, len(body), len(note), len(headers), 0, 0, 0, 0, 0)
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    struct.pack_into("<II", main, 0xF2, len(clx), len(header_places))
    stream = bytes(main) + first + bytes(len(first) % 2) + rest
    stream += bytes(-len(stream) % 512)
    page = _page_of_formats(
        [
            (text_start + at if at < half else rest_start + 2 * (at - half), properties)
            for at, properties in _starts(body, runs)
        ]
    )
    formatted = struct.pack("<3I", text_start, rest_start + len(rest), len(stream) // 512)
    table = clx + header_places
    stream = stream[:0xFA] + struct.pack("<II", len(table), len(formatted)) + stream[0x102:] + page
    return ole({"WordDocument": stream, "1Table": table + formatted})


def _starts(body: str, runs: Sequence[tuple[str, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield where the formats of a text change, and to what; half of a run may lie in another piece."""
    at = 0
    for text, properties in runs:
        start = body.index(text, at)
        at = start + len(text)
        half = len(body) // 2
        yield start, properties
        if start < half < at:
            yield half - 1, properties
            yield half, properties
        yield at, b""


def _page_of_formats(changes: Sequence[tuple[int, bytes]]) -> bytes:
    bounds = [*(start for start, _ in changes), 1 << 20]
    page = bytearray(512)
    page[511] = len(changes)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    free = 510
    for number, (_, properties) in enumerate(changes):
        if properties:
            free -= (len(properties) + 2) // 2 * 2
            page[free : free + 1 + len(properties)] = bytes([len(properties)]) + properties
            page[4 * len(bounds) + number] = free // 2
    return bytes(page)


def msg(text: str, attached: Sequence[tuple[str, bytes]] = (), *, inner: str | None = None) -> bytes:
    """Return an Outlook message; `inner` is the text of a message attached to it."""

    def wide(value: str) -> bytes:
        return value.encode("utf-16-le")

    streams = {
        "__properties_version1.0": b"",
        "__substg1.0_0037001F": wide("Minutes of the Council"),
        "__substg1.0_1000001F": wide(text),
    }
    for number, (name, content) in enumerate(attached):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = wide(name)
        streams[f"{folder}/__substg1.0_37010102"] = content
    if inner is not None:
        folder = f"__attach_version1.0_#{len(attached):08X}/__substg1.0_3701000D"
        streams[f"{folder}/__substg1.0_1000001F"] = wide(inner)
    return ole(streams)


def epub(chapters: Mapping[str, str], order: Sequence[str], **more: str) -> bytes:
    """Return an e-book whose spine has the chapters in `order`; `more` are further members by stem."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in order)
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/>'
            "</rootfiles></container>",
            "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{
                f"OEBPS/text/{name}.xhtml": f"<?xml version='1.0'?><html><body>{body}</body></html>"
                for name, body in chapters.items()
            },
            **{f"META-INF/{stem}.xml": content for stem, content in more.items()},
        }
    )
