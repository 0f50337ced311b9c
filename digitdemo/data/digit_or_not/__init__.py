"""What the judge learns from: digits in many hands, and what is none."""

from digitdemo.data.digit_or_not.images import DigitOrNot

__all__ = ["DigitOrNot"]
