"""Why what somebody brings is not taken."""


class NotTaken(ValueError):
    """The message names file, value and what is allowed, in the language of whoever brought it."""


class Unfit(ValueError):
    """What of a model is not allowed: `what` names it, `found` is it, `allowed` is what may be there."""

    def __init__(self, what: str, found: object, allowed: object) -> None:
        super().__init__(what, found, allowed)
        self.what, self.found, self.allowed = what, str(found)[:60], str(allowed)
