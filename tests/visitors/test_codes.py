import pytest

from digitdemo.visitors.codes import HANDOVER_CODES, ROOM_CODES, Codes


@pytest.mark.parametrize("codes", [HANDOVER_CODES, ROOM_CODES])
def test_a_new_code_is_one_as_it_is(codes: Codes):
    assert codes.typed(code := codes.new()) == code


@pytest.mark.parametrize(
    "typed",
    [
        "cdfg-hjkm",
        " CDFG HJKM ",
        "C D F G H J K M",
        "CDFG\N{EN DASH}HJKM",
        "CDFG\N{NON-BREAKING HYPHEN}HJKM",
        "CDFG\N{NO-BREAK SPACE}HJKM",
    ],
)
def test_a_code_may_be_typed_in_several_ways(typed: str):
    assert ROOM_CODES.typed(typed) == HANDOVER_CODES.typed(typed) == "CDFGHJKM"


@pytest.mark.parametrize(
    "typed", ["", "CDFGHJK", "CDFGHJKMM", "CDFGHJK0", "CDFG.HJKM", "\N{KELVIN SIGN}DFGHJKM", "c" * 10_000, "\x00" * 8]
)
def test_anything_else_is_no_code(typed: str):
    assert ROOM_CODES.typed(typed) == HANDOVER_CODES.typed(typed) == ""
