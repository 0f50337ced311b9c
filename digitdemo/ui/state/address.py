"""The address bar: every page says there what it shows, so that its address can be kept, shared and gone back to."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlencode, urlsplit

import streamlit as st

from digitdemo.config.train_config import KNOBS
from digitdemo.ui.state.language import LANG
from digitdemo.ui.state.visit import visit

RUN, IMAGE, VIEW, DIGIT, READ_AS = "run", "image", "view", "digit", "read_as"
TEST_SET = "test_set"
SHARED = "shared"  # in place of a run's id the token of the link that shares it
LESSON, EXPERIMENT = "lesson", "experiment"  # the same thing; experiment is the name of before
PRINT = "print"
# An address that an earlier version made means what it meant then. None has had to say which one it was; if a later one
# gives a name another meaning, its addresses say `v=2`, and those without it are read as before.
VERSION, VERSIONS = "v", ("1",)
CODE = "code"  # opens another device's visit
ROOM, TEACHER = "room", "teacher"  # of a class: its code; the secret that makes its teacher
_LOOKS, _PLACES = (RUN, SHARED, IMAGE, VIEW, DIGIT, READ_AS, TEST_SET), (LESSON, EXPERIMENT, PRINT, ROOM, TEACHER, CODE)
_OURS = {*KNOBS, *_LOOKS, *_PLACES, VERSION, LANG}


def write_address(says: Mapping[str, object], *, at_once: bool = False) -> None:
    """Make the address say this of the page that is open; None says nothing. Parameters that are not ours stay, and so
    does the language if it is not the browser's own choice.

    An address that opens a visit stays as it was typed until the page says something else: only then the browser is
    sure to have the script that lets a new address replace the old one (`components/every_page.py`). What has changed
    is written even where Streamlit knows it already: a link within a page tells it, but not the browser. `at_once`
    writes what has opened the visit, too: an address that is not to be seen, say.
    """
    texts = {name: str(value) for name, value in says.items() if value is not None}
    now = visit()
    if now.language:
        texts[LANG] = now.language
    before, now.address = now.address, texts
    if before is None and not at_once:
        now.whole_address = st.query_params.to_dict()
        return
    others = {name: st.query_params.get_all(name) for name in st.query_params if name not in _OURS}
    now.whole_address = {**{name: values[-1] for name, values in others.items()}, **texts}
    if before != texts or st.query_params.to_dict() != now.whole_address:
        st.query_params.from_dict({**others, **texts})


def naming_run(run_id: str | None) -> dict[str, str]:
    """Return how an address names a run: one of somebody else's by its link, which its owner may take back."""
    if run_id is None:
        return {}
    shared = visit().shared_with_me.get(run_id)
    return {SHARED: shared.token} if shared else {RUN: run_id}


def in_address(name: str) -> str:
    """Return how an address writes a name of ours: "What had it seen?" as "what-had-it-seen"."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def where_it_is() -> SplitResult:
    """Return the whole address at which this browser says that it is; all of it empty where that is none."""
    try:
        return urlsplit(st.context.url or "")
    except ValueError:  # a browser may say anything
        return urlsplit("")


def link_to(page: str, says: Mapping[str, str]) -> str:
    """Return the whole address, with its host, of a page of this app that says this behind the "?".

    `page` is the page's own address: "" is Play's. The host is the one by which this browser knows the app.
    """
    here = where_it_is()
    folder = here.path.removesuffix("/").removesuffix(f"/{visit().page}") if visit().page else here.path
    query = f"?{urlencode(says)}" if says else ""
    return f"{here.scheme}://{here.netloc}{folder.removesuffix('/')}/{page}{query}"
