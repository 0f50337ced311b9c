"""From where a visitor comes, for limits and turns by address. It is never logged, and nowhere kept as it is."""

import streamlit as st

from digitdemo.limits import limits
from digitdemo.visitors.addresses import FORWARDED, address_of


def visitors_address() -> str:
    """Return the address that this session's browser has, of IPv6 its /64; "" where unknown, as on this machine."""
    return address_of(st.context.ip_address or "", st.context.headers.get_all(FORWARDED), limits().proxies)
