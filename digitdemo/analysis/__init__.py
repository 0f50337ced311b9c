"""What runs say: intervals, verdicts, remedies, comparisons, mistakes."""
