"""What the judge learns from: digits in many hands, and what is none."""

from digitdemo.data.digit_or_not.images import BATCH, NO_DIGIT, DigitOrNot

__all__ = ["BATCH", "NO_DIGIT", "DigitOrNot"]
