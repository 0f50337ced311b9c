"""What strangers call themselves and their rooms: checked before anybody else is to read it."""

import unicodedata

from digitdemo.texts import mark, tr
from digitdemo.visitors.room import RoomRefused

MOST_NICKNAME = 20  # characters
MOST_TITLE = 40
_MOST_MARKS = 2  # on one letter
# Letters, marks and signs that are drawn as nothing: Default_Ignorable_Code_Point of those that count as printable
# (Unicode, DerivedCoreProperties.txt), and the empty pattern of Braille.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)


def checked_nickname(text: str) -> str:
    """Return a nickname as it is kept: spaces in a row are one, letters in their usual form.

    Raises:
        RoomRefused: it is empty or too long, or has what cannot be printed.
    """
    name = _tidied(text, mark("Nickname"), MOST_NICKNAME)
    if not any(character.isalnum() for character in name):
        raise RoomRefused(tr("Nickname: give at least one letter or digit"))
    return name


def checked_title(text: str) -> str:
    """Return a room's title as it is kept; "" for none.

    Raises:
        RoomRefused: as `checked_nickname`.
    """
    return _tidied(text, mark("Title"), MOST_TITLE)


def _tidied(text: str, field: str, most: int) -> str:
    if len(text) > 10 * most:  # before it costs anything
        raise RoomRefused(_too_long(field, most, len(text)))
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(name) > most:
        raise RoomRefused(_too_long(field, most, len(name)))
    # Neither is what nobody sees, nor a letter under a tower of accents, which covers what stands above it.
    if not name.isprintable() or not _UNSEEN.isdisjoint(name) or _marks_in_a_row(name) > _MOST_MARKS:
        raise RoomRefused(tr("{field}: has a character that cannot be printed", field=tr(field)))
    return name


def _too_long(field: str, most: int, length: int) -> str:
    return tr(
        "{field}: {length:,} characters are not allowed; give at most {most}", field=tr(field), length=length, most=most
    )


def _marks_in_a_row(name: str) -> int:
    longest = row = 0
    for character in name:
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        longest = max(longest, row)
    return longest
