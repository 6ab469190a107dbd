"""Opening zip archives, which DOCX, ODT and EPUB files are too, without trusting them.

A 600 KB archive can hold 200 MB of XML and take 3 GB to parse, so sizes are
summed before anything is unpacked, and unpacking stops at what was declared.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias

from hrtext.errors import ReadError
from hrtext.extract.sniff import ENTRY, MAX_ENTRIES

if TYPE_CHECKING:
    from hrtext.extract.limits import Limits

# lxml has no types of its own; its elements cross this package as they are.
Element: TypeAlias = Any

_RATIO_FLOOR = 1_000_000
_ENCRYPTED_FLAG = 0x1
_ENCRYPTED = "The file is protected by a password: save a copy without one."
_SAVE_AGAIN = "open it in an office program and save it again"
_UNPACK_AGAIN = "download it again, or unpack it and read the files in it"
_DAMAGE = (
    EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip


def xml_parser(*, recover: bool = False) -> Any:  # lxml has no types of its own
    """Return a parser for XML that nobody vouches for: no entities, no network, no huge trees.

    Parameters
    ----------
    recover : bool, optional
        Whether to read on past what is not well-formed.
    """
    from lxml import etree

    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


class Archive:
    """The members of a zip archive, read one at a time within limits.

    Parameters
    ----------
    data : bytes
        The whole archive.
    limits : Limits
        What it may unpack to.
    is_folder : bool, optional
        Whether its members are documents of their own, not parts of one; then
        it is refused as protected only if all of them are.

    Attributes
    ----------
    names : frozenset of str
    files : list of tuple
        Name and unpacked size in bytes of each member that is no folder.

    Raises
    ------
    ReadError
        If it is no archive (``corrupt``), is protected by a password
        (``encrypted``), or unpacks to more than `limits` (``too_large``).
    """

    def __init__(self, data: bytes, limits: Limits, *, is_folder: bool = False) -> None:
        advice = _UNPACK_AGAIN if is_folder else _SAVE_AGAIN
        if data.count(ENTRY) > MAX_ENTRIES:
            raise ReadError("too_large", "The file is an archive of too many members: split it.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadError("corrupt", f"The file is a damaged archive: {advice}.") from error
        members = self._zip.infolist()
        # ZipInfo.is_dir stumbles over a name without characters.
        self._files = [member for member in members if not member.filename.endswith("/")]
        protected = [bool(member.flag_bits & _ENCRYPTED_FLAG) for member in self._files]
        if protected and (all(protected) if is_folder else any(protected)):
            raise ReadError("encrypted", _ENCRYPTED)
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if unpacked > limits.max_unpacked_bytes or (
            unpacked > _RATIO_FLOOR and unpacked > packed * limits.max_archive_ratio
        ):
            raise ReadError(
                "too_large",
                f"The file unpacks to {unpacked:,} bytes, which is more than a document should: "
                "check where it comes from, or raise max_unpacked_bytes and max_archive_ratio.",
            )
        self.files = [(member.filename, member.file_size) for member in self._files]
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """Return the content of one member.

        Raises
        ------
        ReadError
            If the member is missing or damaged.
        """
        try:
            size = self._zip.getinfo(name).file_size
            with self._zip.open(name) as member:
                return member.read(size)
        except (KeyError, *_DAMAGE) as error:
            raise ReadError(
                "corrupt",
                f"The part {name} of the file is missing or damaged: "
                "open it in an office program and save it again.",
            ) from error

    def read_file(self, number: int, count: int | None = None) -> bytes:
        """Return the content of one of `files`, or only `count` bytes of its start.

        Raises
        ------
        ReadError
            If the member is damaged, protected by a password or packed in a rare way.
        """
        member = self._files[number]
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise ReadError("encrypted", _ENCRYPTED)
        size = member.file_size if count is None else min(count, member.file_size)
        try:
            with self._zip.open(member) as file:
                return file.read(size)
        except NotImplementedError as error:
            raise ReadError(
                "unsupported_type",
                "It is packed in a way that is not read: unpack it and read the file itself.",
            ) from error
        except _DAMAGE as error:
            raise ReadError("corrupt", f"It is damaged in the archive: {_UNPACK_AGAIN}.") from error

    def xml(self, name: str) -> Element:
        """Return the root element of one XML member, parsed without entities or network.

        Raises
        ------
        ReadError
            If the member is missing, damaged or no XML.
        """
        from lxml import etree

        try:
            return etree.fromstring(self.read(name), xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(
                "corrupt",
                f"The part {name} of the file is not valid XML: "
                "open it in an office program and save it again.",
            ) from error


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace.

    Transitional and strict OOXML use different namespaces for the same names.

    Examples
    --------
    >>> from lxml import etree
    >>> local_name(etree.fromstring('<w:p xmlns:w="urn:w"/>'))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return the attribute of that local name, whatever its namespace.

    Examples
    --------
    >>> from lxml import etree
    >>> attribute(etree.fromstring('<w:br xmlns:w="urn:w" w:type="page"/>'), "type")
    'page'
    """
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
