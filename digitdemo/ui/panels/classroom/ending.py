"""The day on which a room ends, as people say it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from digitdemo.texts import language
from digitdemo.visitors.room import Room


def day_of_ending(room: Room) -> str:
    """Return the day on which a room ends where the visitor is, such as "Friday, 11 December"."""
    try:
        zone = ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (OSError, ValueError, ZoneInfoNotFoundError):  # a browser may say anything, such as a folder's name
        zone = None
    return day_in_words(datetime.fromtimestamp(room.ends, zone).date())


def day_in_words(day: date) -> str:
    """Return a day in the language of now: "Friday, 11 December"."""
    if language() == "en":
        return f"{day:%A}, {day.day} {day:%B}"
    from babel.dates import format_date  # here: who speaks English does without

    return str(format_date(day, "EEEE, d. MMMM", locale=language()))
