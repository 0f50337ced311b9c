"""Short texts: nicknames, titles, codes of rooms and of visits, cookies, links to shared runs, proxies' headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.values import MOST_CHARACTERS, TEXTS, repeated, store, texts
from digitdemo.runs.owners import owner_of
from digitdemo.ui.escaping import escape_html, escape_markdown
from digitdemo.visitors.addresses import address_of
from digitdemo.visitors.classes import Classes
from digitdemo.visitors.codes import ROOM_CODES
from digitdemo.visitors.handovers import Handovers
from digitdemo.visitors.keys import is_key
from digitdemo.visitors.names import checked_nickname, checked_title
from digitdemo.visitors.room import RoomRefused

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def read(text: str) -> None:
    """Do with a text all that the app does where somebody may write one."""
    text = text.encode("utf-8", "replace").decode()  # half a character cannot come: a message has none
    classes, database = Classes(store().database), store().database
    is_key(text)
    address_of(text, [text], 0)
    address_of("10.0.0.1", [text, text], 2)
    escape_html(escape_markdown(text[:100]))
    Handovers(database).look(text)
    store().shared_runs([text[:22]])
    store().of(owner_of("a stranger")).rename("no-run", text)
    refusals = 0
    for check in (checked_nickname, checked_title, lambda code: classes.rooms.find(ROOM_CODES.typed(code))):
        try:
            check(text)
        except RoomRefused as refusal:
            str(refusal).encode()  # it is shown
            refusals += 1
    try:
        classes.rooms.teach(text[:100], "a stranger")
    except RoomRefused:
        refusals += 1
    if refusals:
        raise RoomRefused


def _hand_made() -> dict[str, str]:
    long = {f"{ascii(text)[:40]}, again and again": repeated(text, MOST_CHARACTERS) for text in TEXTS if text}
    addresses = ("::ffff:1.2.3.4", "[::1]:80", "1.2.3.4:80,", "fe80::1%eth0", "1.2.3.4, " * 1000, "0x7f.1", "127.1")
    return {ascii(text)[:60]: text for text in (*TEXTS, *addresses)} | long


def _generated() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    codes = st.text("CDFGHJKMNPQRTVWXY34679 -cdf\u2010\u212a", max_size=30)
    keys = st.text("abcXYZ019-_=\n", min_size=40, max_size=46)
    hosts = st.lists(st.ip_addresses().map(str) | texts(), max_size=5).map(",".join)
    return texts() | codes | keys | hosts | st.text(st.characters(), max_size=500)


KIND = Kind(
    read=read,
    refusals=(RoomRefused,),
    ordinary=lambda: "Ada",
    hand_made=_hand_made,
    generated=_generated,
    weight=0.1,
)
