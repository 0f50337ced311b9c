"""What a script of ours says: the page's language is known here, and {fields} are filled in there (texts.js)."""

from digitdemo.texts import SEPARATORS, language, tr


def script_texts(**texts: str) -> dict[str, str]:
    """Return these texts, which are said already, and how the language writes numbers."""
    return {"point": SEPARATORS[language()][0], "percent": tr("{share}%"), **texts}
