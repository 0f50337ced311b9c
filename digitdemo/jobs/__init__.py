"""Trainings of many visitors, in turns, in processes of their own."""
