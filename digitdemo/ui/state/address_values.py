"""Values as addresses give them, which anybody may type: checked before they cost anything, refused in words."""

from collections.abc import Collection, Mapping

from digitdemo.texts import tr

_SHOWN = 60  # characters of a refused value that are repeated


def number_in(texts: Mapping[str, str], name: str, most: int) -> tuple[int | None, list[str]]:
    """Return the number from 0 to `most` that an address gives by that name, or None, and what is wrong with it."""
    text = texts.get(name)
    if text is None:
        return None, []
    if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most:
        return int(text), []
    refusal = tr(
        "{field}: {value!r} is not allowed; give a whole number from 0 to {most:,}",
        field=name,
        value=text[:_SHOWN],
        most=most,
    )
    return None, [refusal]


def refused_in(texts: Mapping[str, str], name: str, allowed: Collection[str]) -> list[str]:
    """Return what is wrong with what an address gives by that name, if it is none of those that are allowed."""
    return [] if name not in texts or texts[name] in allowed else [refusal_of(name, texts[name], allowed)]


def refusal_of(name: str, value: str, allowed: Collection[str]) -> str:
    """Return that a value is not allowed by that name, and what is."""
    said = {"field": name, "value": value[:_SHOWN], "choices": ", ".join(allowed)}
    if len(allowed) == 1:
        return tr("{field}: {value!r} is not allowed; give {choices}", **said)
    return tr("{field}: {value!r} is not allowed; give one of {choices}", **said)
