"""Signing in, where whoever runs the app has configured it: `[auth]` in Streamlit's secrets."""

import streamlit as st


def may_sign_in() -> bool:
    """Return whether there is anything to sign in with."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def account() -> str | None:
    """Return who has signed in: a text that no other account has and that no cookie can be; else None."""
    if not may_sign_in() or not st.user.is_logged_in:
        return None
    return f"account:{st.user.get('iss', '')} {st.user.get('sub') or st.user.get('email', '')}"


def account_name() -> str:
    """Return by what name the account is known to its owner."""
    return str(st.user.get("email") or st.user.get("name") or "")
