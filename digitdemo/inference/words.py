"""What the models' answers come to, in a few words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitdemo.inference.answers import SURE, Answers, readings_of
from digitdemo.texts import tr


@dataclass(frozen=True)
class Words:
    """The answer in short: what stands there in large figures, one line, and a smaller one, which may be empty."""

    numeral: str
    headline: str
    detail: str = ""


def words_of_each(found: Sequence[Answers], name_of: Callable[[str], str]) -> Words:
    """Return the models' answers to one digit or several, in reading order, in words; `name_of` as for `words_of`."""
    if len(found) == 1:
        return words_of(found[0], name_of)
    said = " ".join(words_of(answers, name_of).numeral for answers in found)
    return Words(said, how_many(len(found)), _agreement(found, name_of))


def how_many(count: int) -> str:
    """Return that there are that many digits, two at least, and what becomes of them."""
    if count == 2:
        return tr("Two digits: each is read on its own")
    return tr("{count} digits: each is read on its own", count=count)


def _agreement(found: Sequence[Answers], name_of: Callable[[str], str]) -> str:
    if not all(answers.any_digit for answers in found):
        return tr("Not all of them look like digits.")
    most = " ".join(str(answers.most) for answers in found)
    names: dict[str, list[str]] = {}
    for name, reading in readings_of(found).items():
        names.setdefault(reading.digits, []).append(name_of(name))
    if len(names) > 1:
        others = "; ".join(f"{', '.join(who)}: {digits}" for digits, who in names.items() if digits != most)
        return tr("They disagree. {others}", others=others)
    if len(names[most]) == 1:
        return tr("It reads {digit}", digit=most)
    return tr("All {count} models read {digit}", count=len(names[most]), digit=most)


def words_of(found: Answers, name_of: Callable[[str], str]) -> Words:
    """Return the models' answers to one digit in words; `name_of` returns what a model is called, by its name there."""
    if not found.any_digit:
        return Words("?", tr("This doesn't look like a digit"), tr("Yet a model can only answer 0 to 9."))
    most, count = found.most, len(found.by_model)
    if len(found.by_digit) == 1:
        sure = [answer.probability >= SURE for answer in found.by_model.values()]
        if count > 1:
            headline, doubt = (
                tr("All {count} models read {digit}", count=count, digit=most),
                tr("But none of them is sure."),
            )
        else:
            headline, doubt = tr("It reads {digit}", digit=most), tr("But it is not sure.")
        return Words(str(most), headline) if any(sure) else Words(f"{most}?", headline, doubt)
    others = "; ".join(
        f"{', '.join(map(name_of, names))}: {digit}" for digit, names in found.by_digit.items() if digit != most
    )
    agreeing = len(found.by_digit[most])
    if 2 * agreeing > count:
        headline = tr("{agreeing} of {count} models read {digit}", agreeing=agreeing, count=count, digit=most)
        return Words(str(most), headline, tr("They disagree. {others}", others=others))
    return Words(f"{most}?", tr("They disagree"), f"{', '.join(map(name_of, found.by_digit[most]))}: {most}; {others}")
