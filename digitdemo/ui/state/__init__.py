"""What one visit remembers: the only room that touches `st.session_state`."""
