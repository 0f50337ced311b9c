"""The figures of the adversarial step: an example, all models beside noise, over its size, and whom else it fools."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitdemo.analysis.studies.adversarial import PREDICTED, SIZES, Adversarial, Example, short_name
from digitdemo.runs.run import Run
from digitdemo.texts import number, tr
from digitdemo.ui.charts import adversarial as charts
from digitdemo.ui.charts.theme import CALM, WARM
from digitdemo.ui.components.gallery import LARGE, show_picture
from digitdemo.ui.components.lesson_chart import lesson_chart


def show_adversarial(record: Adversarial, own: Sequence[Run]) -> None:
    """Show one digit before and after, then what all models read."""
    left, right = st.columns([2, 3], gap="medium")
    with left:
        for example in record.examples:
            if example.made_for == PREDICTED:
                _example(example)
    with right:
        st.markdown(f":{WARM}[■] {tr('after the step')}&emsp;:{CALM}[●] {tr('after noise of the same size')}")
        _beside_noise(record)
    with st.expander(tr("Whom else the step fools, and what its size does")):
        _fooled(record)
        _over_sizes(record)


def _example(example: Example) -> None:
    """Show a picture as it is, with noise, and after the step, each with what models read."""
    shown = (
        (tr("as it is"), example.before, example.read_before),
        (tr("noise"), example.noise, example.read_noise),
        (tr("the step"), example.step, example.read_step),
    )
    with st.container(horizontal=True, gap="xsmall"):
        for what, pixels, read in shown:
            answer, right = read[example.made_for], sum(digit == example.digit for digit in read.values())
            reads = tr("{model} reads {digit}", model=short_name(example.made_for), digit=answer)
            count = tr("{right} of {models} models right", right=right, models=len(read))
            picture = np.frombuffer(pixels, np.uint8).reshape(28, 28)
            show_picture(picture, f"**{what}**  \n{reads}  \n{count}", f"{what}: {reads}, {count}", LARGE)


def _beside_noise(record: Adversarial) -> None:
    shares = {short_name(name): (record.after_step(name), record.after_noise(name)) for name in record.step}
    figures = "; ".join(
        tr("{model}: {step:.1%} after the step, {noise:.1%} after noise", model=name, step=step, noise=noise)
        for name, (step, noise) in shares.items()
    )
    lesson_chart(charts.step_beside_noise(shares), key="study_adversarial", alt=figures)


def _fooled(record: Adversarial) -> None:
    shares = {
        short_name(made): {short_name(reader): share for reader, share in row.items()}
        for made, row in record.fooled.items()
    }
    st.markdown(
        tr(
            "**Whom else the step fools.** Each row has pictures made for one model; each column is a model that "
            "reads them."
        )
    )
    figures = "; ".join(
        tr(
            "made for {model}: {others}",
            model=made,
            others=", ".join(f"{reader} {number(share, '.0%')}" for reader, share in row.items()),
        )
        for made, row in shares.items()
    )
    lesson_chart(
        charts.fooled_chart(shares),
        key="study_fooled",
        alt=tr("Read right of pictures {figures}", figures=figures),
    )


def _over_sizes(record: Adversarial) -> None:
    step, noise = record.step[PREDICTED], record.noise[PREDICTED]
    st.markdown(tr("**What its size does.** {model}:", model=short_name(PREDICTED)))
    figures = "; ".join(
        tr("{size:.0%} of full ink: {step:.1%} after the step, {noise:.1%} after noise", size=size, step=a, noise=b)
        for size, a, b in zip(SIZES, step, noise, strict=True)
    )
    lesson_chart(charts.over_sizes(SIZES, step, noise), key="study_sizes", alt=figures)
