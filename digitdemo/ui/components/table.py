"""A table that sorts by numbers and writes them as the language of now does, which Streamlit's own formats do not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st


def number_table(rows: Sequence[Mapping[str, Any]], shown: Mapping[str, Callable[[Any], str]], **options: Any) -> None:
    """Show `rows` by `st.dataframe`, which gets the `options`.

    `shown` says, by the names of columns, how their numbers are written; those that are not there do not matter.
    """
    table = pd.DataFrame(rows)
    written = {column: write for column, write in shown.items() if column in table}
    st.dataframe(table.style.format(written, na_rep=""), hide_index=True, **options)
