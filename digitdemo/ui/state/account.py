"""Signing in, where whoever runs the app has configured it: `[auth]` in Streamlit's secrets."""

import importlib.util
import logging
from collections.abc import Mapping

import streamlit as st

from digitdemo.system import warn_once

_NEEDED = {"Authlib": "authlib", "httpx": "httpx"}  # by which Streamlit asks a provider

_LOG = logging.getLogger(__name__)


def providers() -> list[str]:
    """Return by whom one can sign in, as the secrets name them, "" for the only one; none where none is configured."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return []
    if missing := [name for name, package in _NEEDED.items() if importlib.util.find_spec(package) is None]:
        warn_once(_LOG, f"Nobody can sign in: pip install {' '.join(missing)}")
        return []
    auth = st.secrets["auth"]
    named = [name for name, section in auth.items() if isinstance(section, Mapping)]
    return [*([""] if "client_id" in auth else []), *named]


def account() -> str | None:
    """Return who has signed in: a text that no other account has and that no cookie can be; else None."""
    if not providers() or not st.user.get("is_logged_in"):
        return None
    return f"account:{st.user.get('iss', '')} {st.user.get('sub') or st.user.get('email', '')}"


def account_name() -> str:
    """Return by what name the account is known to its owner."""
    return str(st.user.get("email") or st.user.get("name") or "")


def sign_in(provider: str) -> None:
    """Lead the browser to where one signs in."""
    st.login(provider or None)
