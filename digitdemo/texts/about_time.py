"""A time that nobody knows exactly, in words."""

from digitdemo.texts import tr, tr_n

_MINUTE, _HOUR = 60, 3600


def about_time(seconds: float) -> str:
    """Return it as people say it: "a few seconds", "about 40 seconds", "about 6 minutes", "about 3 hours"."""
    if seconds < 7.5:
        return tr("a few seconds")
    if seconds < 57.5:
        return tr("about {seconds} seconds", seconds=5 * round(seconds / 5))
    if seconds < 1.5 * _MINUTE:
        return tr("about a minute")
    minutes = round(seconds / _MINUTE)
    if minutes < 100:
        return tr("about {minutes} minutes", minutes=minutes if minutes < 20 else 5 * round(minutes / 5))
    return tr_n("about {n} hour", "about {n} hours", round(seconds / _HOUR))


class AboutTime:
    """That, said in the language of whoever reads it: a value for `digitdemo.texts.said.Message`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __str__(self) -> str:
        return about_time(self._seconds)
