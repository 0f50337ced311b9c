"""What the models' answers come to, in a few words."""

from collections.abc import Callable
from dataclasses import dataclass

from digitdemo.inference.answers import SURE, Answers
from digitdemo.texts import tr


@dataclass(frozen=True)
class Words:
    """The answer in short: what stands there in large figures, one line, and a smaller one, which may be empty."""

    numeral: str
    headline: str
    detail: str = ""


def words_of(found: Answers, name_of: Callable[[str], str], *, several: bool = False) -> Words:
    """Return the models' answers in words; `several` says that the drawing looks like more than one digit.

    `name_of` returns what a model is called, given its name in `found`.
    """
    if several:
        return Words("?", tr("More than one digit? Draw one."), tr("The models read one digit at a time."))
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
