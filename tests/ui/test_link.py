"""A link to hand on, as the browser is given it."""

from digitdemo.ui.components.qr_code import qr_code

FINDER = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]


def test_the_code_of_a_link_is_a_square_with_three_finders():
    rows = qr_code("https://digits.example/lab?shared=abcdefghijklmnopqrstuv")
    assert {len(row) for row in rows} == {len(rows)}
    assert [row[:7] for row in rows[:7]] == FINDER
    assert [row[-7:] for row in rows[:7]] == FINDER
    assert [row[:7] for row in rows[-7:]] == FINDER


def test_what_no_camera_would_read_has_no_code():
    assert qr_code("https://digits.example/" + "a" * 500) == []
