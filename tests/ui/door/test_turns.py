import asyncio

from digitdemo.ui.door.turns import Asking, Pace, Turns
from tests.conftest import Clock, run_async


def test_a_burst_may_come_at_once_and_then_so_many_a_second(clock: Clock):
    pace = Pace(per_second=2, burst=3, clock=clock)
    assert [pace.ask() for _ in range(5)] == [0, 0, 0, 0.5, 1]
    clock.now += 10
    assert [pace.ask() for _ in range(4)] == [0, 0, 0, 0.5]


def test_what_a_session_has_asked_for_counts_for_less_and_less(clock: Clock):
    pace = Pace(per_second=1, burst=4, clock=clock)
    assert pace.asked == 0
    pace.ask()
    pace.ask()
    assert pace.asked == 2
    clock.now += 1.5
    assert pace.asked == 0.5
    clock.now += 100
    assert pace.asked == 0


def test_however_much_was_asked_for_counts_as_so_much_at_most_and_is_forgotten(clock: Clock):
    asking = Asking(per_second=2, most=6, clock=clock)
    for _ in range(190):
        asking.count()
    assert asking.of_late(clock()) == 6
    clock.now += 1
    assert asking.of_late(clock()) == 4
    clock.now += 2
    assert asking.of_late(clock()) == 0


def test_who_asks_for_more_while_waiting_goes_after_those_who_came_later():
    async def script() -> list[str]:
        turns, order, due = Turns(1), [], {"a flood": 1.0, "a neighbour": 2.0}

        async def run(name: str) -> None:
            await turns.take(lambda _: due[name])
            order.append(name)
            turns.give_back()

        await turns.take(lambda _: 0)
        waiting = [asyncio.create_task(run(name)) for name in due]
        await asyncio.sleep(0)
        due["a flood"] = 9.0
        turns.give_back()
        await asyncio.gather(*waiting)
        return order

    assert run_async(script()) == ["a neighbour", "a flood"]


def test_no_more_than_allowed_have_a_turn_and_who_is_due_first_is_next():
    async def script() -> tuple[list[str], int]:
        turns, order, at_once, most = Turns(2), [], 0, 0

        async def run(name: str, due: float) -> None:
            nonlocal at_once, most
            await turns.take(lambda _: due)
            order.append(name)
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1
            turns.give_back()

        names = {"a": 1, "b": 1, "of a flood": 9, "another of a flood": 9, "a neighbour": 2}
        await asyncio.gather(*(run(name, due) for name, due in names.items()))
        return order, most

    assert run_async(script()) == (["a", "b", "a neighbour", "of a flood", "another of a flood"], 2)


def test_who_leaves_while_waiting_takes_no_turn_along():
    async def script() -> bool:
        turns = Turns(1)
        await turns.take(lambda _: 0)
        waits, leaves_late = (asyncio.create_task(turns.take(lambda _, due=due: due)) for due in (1, 2))
        await asyncio.sleep(0)
        waits.cancel()
        turns.give_back()  # to whom the other one is: the first has left
        leaves_late.cancel()
        await asyncio.gather(waits, leaves_late, return_exceptions=True)
        await asyncio.wait_for(turns.take(lambda _: 0), 1)
        return True

    assert run_async(script())
