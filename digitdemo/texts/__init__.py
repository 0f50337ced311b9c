"""What the app says, in the language of whoever it is said to.

English stands in the code, where it is said: `tr("It reads {share:.1%} of {count:,} digits", share=..., count=...)`.
The other languages stand in a folder each (`de/`), as gettext's .po files, which every translator's tool reads.
"""

from collections.abc import Callable
from string import Formatter
from typing import Any

from digitdemo.texts.catalogs import translations_to

LANGUAGES = {"en": "English", "de": "Deutsch"}  # by code, each in its own words; the first one is the code's

SEPARATORS = {"en": ".,", "de": ",."}  # of decimals and of thousands, as Plotly takes them, too


def _english() -> str:
    return "en"


_language_now: Callable[[], str] = _english


def ask_for_language(language_now: Callable[[], str]) -> None:
    """Let `language_now` say, whenever something is said, in which of `LANGUAGES`; a process that does not call this
    speaks English."""
    global _language_now
    _language_now = language_now


def language() -> str:
    """Return the code of the language that is spoken now, one of `LANGUAGES`."""
    return _language_now()


def language_of(locale: str | None) -> str:
    """Return the language for whoever has that locale, such as "de-AT": English unless the app speaks its language."""
    code = (locale or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else _english()


def tr(message: str, **values: Any) -> str:
    """Return `message` in the language of now, with its {fields} filled in.

    `message` is given as a literal, or was marked by `mark`. A field may have a format of numbers, as in {share:.1%};
    its commas, points and percent signs become those of the language. Without `values` braces stay as they are.
    """
    now = language()
    # Nothing is nothing in every language; gettext keeps the file's header there.
    found = message if now == "en" or not message else translations_to(now).gettext(message)
    return _filled(found, now, values) if values else found


def tr_n(one: str, many: str, n: int, **values: Any) -> str:
    """Return the one or the other message as `n` asks for, as `tr` does; {n} is filled in with it, if it is there."""
    now = language()
    found = (one if n == 1 else many) if now == "en" else translations_to(now).ngettext(one, many, n)
    return _filled(found, now, {"n": n, **values})


def mark(message: str) -> str:
    """Return `message` as it is: what is made when no visitor is there, and given to `tr` when it is said."""
    return message


def number(value: float, form: str) -> str:
    """Return a number in Python's format `form`, such as ",.0f" or ".1%", as the language of now writes it."""
    return _field(value, form, language())


class _Formatter(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str) or not format_spec:
            return str(format(value, format_spec))
        return _field(value, format_spec, self._language)


def _filled(message: str, language: str, values: dict[str, Any]) -> str:
    return _Formatter(language).vformat(message, (), values)


def _field(value: float, form: str, language: str) -> str:
    shown = format(value, form)
    if language == "en":
        return shown
    shown = shown.translate(str.maketrans(SEPARATORS["en"], SEPARATORS[language]))
    return shown.replace("%", "\N{NARROW NO-BREAK SPACE}%")
