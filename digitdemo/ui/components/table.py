"""A table that sorts by numbers and writes them as the language of now does, which Streamlit's own formats do not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from digitdemo.texts import tr


def number_table(
    rows: Sequence[Mapping[str, Any]], shown: Mapping[str, Callable[[Any], str]], *, key: str, **options: Any
) -> None:
    """Show `rows` by `st.dataframe`, which gets the `options`, too.

    `shown` says, by the names of columns, how their numbers are written; those that are not there do not matter.
    """
    table = pd.DataFrame(rows)
    written = {column: write for column, write in shown.items() if column in table}
    styled = table.style.set_uuid(key).format(written, na_rep="")  # else another one in every script run
    st.dataframe(styled, key=key, hide_index=True, placeholder=tr("none"), **options)
