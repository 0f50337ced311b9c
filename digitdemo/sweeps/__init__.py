"""Sweeps: one or two knobs, their values and some seeds; what came of them, and what that says."""
