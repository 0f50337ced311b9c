"""Single widgets of a page."""
