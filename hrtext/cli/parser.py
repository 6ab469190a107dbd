"""The words of the command line: commands, flags and their help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TypeAlias

from hrtext import __version__
from hrtext.extract.limits import OCR_CHOICES
from hrtext.settings import OWN_FILE, PROJECT_FILE, Settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

DESCRIPTION = """\
Find what a municipal document commits a city to in the field of human rights.

hrtext reads files (PDF, scans, Word, OpenDocument, RTF, HTML, EPUB, mail, zip archives, XML of laws,
plain text) and says of each whether it
formally designates the city a human rights city, makes an informal commitment, or is rhetoric
only; and it quotes the sentences that decided. Every file gets a record, also one that cannot
be read."""

EPILOG = """\
example:
  hrtext classify resolutions/ -o labels.jsonl

exit codes: 0 every file has an outcome (ok or out_of_scope), 1 some files failed and their
records say why, 2 the command was worded wrongly, 3 nothing could be done."""

CORPORA = """

A corpus is recognised by its content: a JSONL file with text (or path) and label on each line; a
CSV or TSV file with such columns; a folder with a subfolder for each label, holding files of any
type that classify reads; an export of doccano, Prodigy (JSONL) or Label Studio (JSON). Columns
city and group, if given, keep acts of a city, or versions of an act, together when the figures
are measured. Labels: formal_designation, informal_commitment, rhetoric_only, out_of_scope."""

INPUTS = """

A folder or an archive is searched to its depth, and so is what is attached to a message; hidden
files are left out. A file that cannot be read, is
not in English, or takes too long still gets a record, whose status and message say what to do."""

_LIMITS = {
    "memory_megabytes": "give up on a document that needs more than N MB of memory",
    "max_bytes": "read no file of more than N bytes",
    "max_pages": "read no document of more than N pages",
    "max_characters": "read no text of more than N characters",
    "max_unpacked_bytes": "open no archive that unpacks to more than N bytes",
    "max_archive_ratio": "open no archive that unpacks to more than N times its size",
    "max_members": "open no archive or message that holds more than N documents",
    "max_nesting": "open no more than N archives or messages that lie in each other",
    "ocr_pages": "read no more than N pages of a document off their pictures",
}


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_: object) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        print(f"hrtext {__version__}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands.

    Examples
    --------
    >>> build_parser().parse_args(["classify", "act.pdf"]).paths
    ['act.pdf']
    """
    parser = _formatted(argparse.ArgumentParser(prog="hrtext", description=DESCRIPTION), EPILOG)
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_classify(commands)
    _add_extract(commands)
    _add_tag(commands)
    _add_convert(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_info(commands)
    return parser


def _add_classify(commands: Commands) -> None:
    parser = _command(
        commands,
        "classify",
        "label documents, with the sentences that decided",
        "Label each document: formal designation, informal commitment, or rhetoric only. The "
        "record also holds the answers behind the label with their probabilities, the evidence, "
        "every mention of a right or an instrument, and every commitment." + INPUTS,
        "hrtext classify minutes/ charter.pdf -o labels.jsonl --report labels.html\n"
        "  curl -s https://example.org/act.html | hrtext classify -",
    )
    _add_inputs(parser)
    parser.add_argument(
        "--report", metavar="HTML", help="also write a page in which to check the labels by eye"
    )
    _add_model(parser)
    _add_lexicon(parser)


def _add_extract(commands: Commands) -> None:
    parser = _command(
        commands,
        "extract",
        "read the text out of documents, without labelling",
        "Print the text that hrtext reads from each document, as one line of JSON a document. The "
        "start and end of every quotation in a record of classify or tag count characters of this "
        "text." + INPUTS,
        "hrtext extract charter.pdf",
    )
    _add_inputs(parser)
    parser.add_argument(
        "--quality",
        action="store_true",
        help="add figures of each document and page: the shares of letters and of function words, "
        "unreadable characters, lines that repeat",
    )


def _add_tag(commands: Commands) -> None:
    parser = _command(
        commands,
        "tag",
        "find rights, instruments and commitments, without labelling",
        "Find every mention of a human rights instrument, right, principle or body, and every "
        "clause in which an authority commits itself, without giving the document a label." + INPUTS,
        "hrtext tag minutes/ --lexicon our-terms.jsonl -o tags.jsonl",
    )
    _add_inputs(parser)
    _add_lexicon(parser)


def _add_convert(commands: Commands) -> None:
    parser = _command(
        commands,
        "convert",
        "turn the records of a run into tables",
        "Write the records of classify or tag as three tables: documents, references, commitments. "
        "The ending says what to write: .sqlite and .duckdb are one database with three tables; "
        ".csv and .parquet become three files, such as run.documents.csv. In SQL, write "
        '"references" with its quotation marks. .parquet and .duckdb need '
        "pip install 'hrtext[tables]'.",
        "hrtext convert labels.jsonl labels.csv",
    )
    parser.add_argument("run", metavar="RUN.jsonl", help="what classify or tag wrote")
    parser.add_argument("tables", metavar="TABLES", help="where to write: .csv, .parquet, .sqlite or .duckdb")
    parser.add_argument("--force", action="store_true", help="replace what is there")


def _add_train(commands: Commands) -> None:
    parser = _command(
        commands,
        "train",
        "learn a model from documents labelled by hand",
        "Learn to label from documents that people have labelled, and write the model to a folder. "
        "The figures printed come from cross-validation: each document is judged by a model that "
        "has not seen it, nor any version of it, nor, in a second table, any other of its city." + CORPORA,
        "hrtext train corpora/written mine.csv -o models/mine",
    )
    _add_corpora(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="MODEL_DIR",
        required=True,
        help="the folder to write the model to",
    )
    parser.add_argument("--force", action="store_true", help="replace the model that is there")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of the chance in it (default: 0)"
    )


def _add_evaluate(commands: Commands) -> None:
    parser = _command(
        commands,
        "evaluate",
        "measure how well a model labels",
        "Label documents that people have labelled, and print how often the model agrees with "
        "them. Use documents that the model was not trained on." + CORPORA,
        "hrtext evaluate held-out/ --model models/mine",
    )
    _add_corpora(parser)
    _add_model(parser)


def _add_info(commands: Commands) -> None:
    parser = _command(
        commands,
        "info",
        "show versions, model, lexicon and settings",
        "Print what decides the results on this computer, for a methods section or a bug report: "
        "the versions of hrtext and of what it builds on, the model, the lexicon, the settings.",
        "hrtext info",
    )
    _add_model(parser)
    _add_lexicon(parser)


def _command(
    commands: Commands, name: str, summary: str, description: str, example: str
) -> argparse.ArgumentParser:
    modules = {"convert": "tables", "train": "learn", "evaluate": "learn", "info": "info"}
    module = modules.get(name, "label")
    parser = _formatted(
        commands.add_parser(name, help=summary, description=description),
        f"example:\n  {example}",
    )
    parser.set_defaults(command=name, module=f"hrtext.cli.{module}")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    parser.add_argument("-v", "--verbose", action="store_true", help="say more, for a bug report")
    return parser


def _formatted(parser: argparse.ArgumentParser, epilog: str) -> argparse.ArgumentParser:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = "\n\n".join(
        _wrapped(paragraph) for paragraph in (parser.description or "").split("\n\n")
    )
    parser.epilog = epilog
    # An abbreviated flag in a script would change its meaning when a flag is added.
    parser.allow_abbrev = False
    return parser


def _wrapped(paragraph: str) -> str:
    import textwrap

    return textwrap.fill(" ".join(paragraph.split()), 90)


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    defaults = Settings()
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, a URL, or - for standard input"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write (default: standard output)")
    there = parser.add_mutually_exclusive_group()
    there.add_argument("--force", action="store_true", help="replace what is there")
    there.add_argument(
        "--resume",
        action="store_true",
        help="go on with what is there: keep what was made from the same file, model and settings",
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=_whole,
        metavar="N",
        help="how many documents to work on at once (default: one for each processor)",
    )
    parser.add_argument(
        "--backend",
        choices=("local", "dask"),
        default="local",
        help="where to work: on this computer, or on a Dask cluster (default: local)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="the scheduler of the cluster, such as tcp://10.0.0.1:8786"
    )
    parser.add_argument(
        "--send-files",
        action="store_true",
        help="send files to the workers of the cluster, which otherwise read them by their paths",
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="say at the end, on standard error, how much processor time each stage took",
    )
    parser.add_argument("--password", metavar="TEXT", help="the password of the PDF files that need one")
    settings = parser.add_argument_group(
        "settings", f"A setting can also stand in {OWN_FILE} or under [tool.hrtext] in {PROJECT_FILE}."
    )
    settings.add_argument(
        "--timeout",
        dest="timeout_seconds",
        type=_seconds,
        metavar="S",
        help=f"give up on a document after S seconds (default: {defaults.timeout_seconds:g}), to which "
        "--ocr-page-seconds adds",
    )
    settings.add_argument(
        "--ocr",
        choices=OCR_CHOICES,
        help=f"what reads pages that are pictures (default: {defaults.ocr}, the better of those installed)",
    )
    settings.add_argument(
        "--ocr-page-seconds",
        type=_seconds,
        metavar="S",
        help="give a document S seconds more for each page read this way "
        f"(default: {defaults.ocr_page_seconds:g})",
    )
    for name, meaning in _LIMITS.items():
        settings.add_argument(
            f"--{name.replace('_', '-')}",
            type=_whole,
            metavar="N",
            help=f"{meaning} (default: {defaults.limits()[name]:,})",
        )


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", metavar="DIR", help="the folder of a model (default: the one that comes with it)"
    )


def _add_lexicon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lexicon", metavar="FILE", help="a file with entries of your own, added to the lexicon"
    )


def _add_corpora(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpora", nargs="+", metavar="CORPUS", help="a file or folder of labelled documents")


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds
