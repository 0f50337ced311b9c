"""What is looked up once in a script run."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from digitdemo.ui.once import once_a_script_run


def counting() -> tuple[list[int], Callable[[], int]]:
    calls: list[int] = []

    def look_up() -> int:
        calls.append(len(calls) + 1)
        return calls[-1]

    return calls, once_a_script_run(look_up)


def asking_thrice(look_up) -> None:
    for _ in range(3):
        look_up()


def test_a_script_run_looks_up_once_and_the_next_one_looks_again():
    calls, look_up = counting()
    at = AppTest.from_function(asking_thrice, args=(look_up,))
    at.run()
    assert calls == [1]
    at.run()
    assert calls == [1, 2]


def test_without_a_script_run_nothing_is_kept():
    _, look_up = counting()
    assert [look_up(), look_up()] == [1, 2]
