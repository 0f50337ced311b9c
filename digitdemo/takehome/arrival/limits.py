"""How large a file may be that brings a run in."""

MOST_MB = 12  # server.maxUploadSize in .streamlit/config.toml lets so much through
MOST_BYTES = MOST_MB * 1_000_000
