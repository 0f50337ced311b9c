"""Trainings of many visitors, one after the other, in a process of their own."""
