"""Why what somebody brings is not taken."""


class NotTaken(ValueError):
    """The message names file, value and what is allowed, in the language of whoever brought it."""
