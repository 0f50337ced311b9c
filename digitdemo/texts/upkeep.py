"""Keeps the languages' files in step with the code: `python -m digitdemo texts`.

Messages are read from the code's syntax tree, which knows a first argument for sure; the .po files are Babel's.
"""

import ast
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from digitdemo.texts.catalogs import FOLDER, PARTS

Id = str | tuple[str, str]  # a message, or what is said of one and of many

PROJECT = FOLDER.parent.parent
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"
"""
_WIDTH = 120
_MOST_NAMED = 10  # messages of a part that lack a translation


@dataclass(frozen=True)
class State:
    """A language's file of one part: its path, what it has to hold, how many messages that are, and which are empty."""

    path: Path
    text: str
    messages: int
    missing: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Return whether the file holds just what it has to."""
        return self.path.is_file() and self.path.read_text(encoding="utf-8").rstrip() == self.text.rstrip()


def messages_of(path: Path) -> Iterator[Id]:
    """Return what a source file gives to `tr`, `tr_n` and `mark`, in the order of its lines."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call:
            case ast.Call(func=ast.Name(id="tr_n"), args=[ast.Constant(str(one)), ast.Constant(str(many)), *_]):
                yield one, many
            case ast.Call(func=ast.Name(id="tr" | "mark"), args=[said, *_]):
                yield from _literals(said)


def _literals(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)


def part_of(path: str) -> str:
    """Return which part has the texts of a source file, whose path begins at the project's folder."""
    return PARTS[max((start for start in PARTS if path.startswith(start)), key=len)]


def said_in_parts() -> dict[str, dict[Id, list[str]]]:
    """Return, by part, all messages of the code and the paths of the files that say them."""
    parts: dict[str, dict[Id, list[str]]] = {part: {} for part in sorted(set(PARTS.values()))}
    for source in [PROJECT / "streamlit_app.py", *sorted((PROJECT / "digitdemo").rglob("*.py"))]:
        path = source.relative_to(PROJECT).as_posix()
        for message in messages_of(source):
            said = parts[part_of(path)]
            said[message] = [*said.get(message, []), path]
    return parts


def translations_in(path: Path, language: str) -> dict[Id, Id]:
    """Return what a .po file says of every message, empty where nothing; none without a file."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {_as_id(message.id): _as_id(message.string) for message in read_po(file, locale=language) if message.id}


def _as_id(said: str | Sequence[str] | None) -> Id:
    return said or "" if said is None or isinstance(said, str) else (said[0], said[1])


def states(language: str, parts: Sequence[str] = ()) -> list[State]:
    """Return the files of a language as they have to be, of these parts or of all: what is translated stays."""
    said = said_in_parts()
    paths = {part: FOLDER / language / f"{part}.po" for part in said}
    known = {part: translations_in(path, language) for part, path in paths.items()}
    anywhere = {message: text for texts in known.values() for message, text in texts.items() if _is_whole(text)}
    found = []
    for part in parts or said:
        catalog = Catalog(locale=language)
        missing = []
        for message, sources in said[part].items():
            text = known[part].get(message, "")
            text = text if _is_whole(text) else anywhere.get(message, text)
            if not _is_whole(text):
                missing.append(message if isinstance(message, str) else message[0])
            catalog.add(message, text, locations=[(source, 0) for source in dict.fromkeys(sources)])
        found.append(State(paths[part], _written(catalog, language), len(said[part]), tuple(missing)))
    return found


def _is_whole(text: Id) -> bool:
    return bool(text) and all([text] if isinstance(text, str) else text)


def _written(catalog: Catalog, language: str) -> str:
    for message in catalog:
        message.flags.clear()  # Babel takes "95% sure" for a format of C
    file = io.BytesIO()
    write_po(file, catalog, width=_WIDTH, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=language, plurals=catalog.plural_forms)
    return f"{header}\n{file.getvalue().decode('utf-8').strip()}".rstrip() + "\n"


def keep_texts(languages: Sequence[str], parts: Sequence[str] = (), *, check: bool = False) -> int:
    """Bring the files of these languages up to date and print what lacks a translation; return the exit code.

    With `check` they stay as they are, and the code is 1 if one is not up to date or lacks a translation.
    """
    code = 0
    for language in languages:
        for state in states(language, parts):
            name = state.path.relative_to(FOLDER).as_posix()
            outdated = not state.is_current
            if outdated and not check:
                state.path.parent.mkdir(exist_ok=True)
                state.path.write_text(state.text, encoding="utf-8")
            note = ("; not up to date" if check else "; brought up to date") if outdated else ""
            print(f"{name}: {state.messages} messages, {len(state.missing)} without a translation{note}")
            for message in state.missing[:_MOST_NAMED]:
                print(f"  {message}")
            if check and (outdated or state.missing):
                code = 1
    return code
