"""Split cases for tests: a builder for one idea at a time, and a hypothesis strategy of small ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tender.vocabulary.split import Lock, Need, Refusal, SplitCase, SplitLot, SplitMember

MONTHS = ("2027-01", "2027-02")


def a_need(
    hours: float = 100.0, place: str = "13103", trade: str = "cleaning", months: tuple[str, ...] = MONTHS
) -> Need:
    """A need spread evenly over the months."""
    return Need(place, trade, {month: hours / len(months) for month in months})


def a_member(
    name: str, capacity: float = 500.0, places: tuple[str, ...] = ("13103",), trade: str = "cleaning"
) -> SplitMember:
    """A member of one trade with so many hours over all months."""
    return SplitMember(name, places, {trade: {month: capacity / len(MONTHS) for month in MONTHS}})


def a_case(*members: SplitMember, lots: tuple[SplitLot, ...], **more: object) -> SplitCase:
    """A case over two months."""
    return SplitCase(periods=MONTHS, lots=lots, members=members, **more)  # type: ignore[arg-type]


@st.composite
def small_cases(draw: st.DrawFn, *, parts: int = 7, wishes: bool = True) -> SplitCase:
    """Up to so many possible parts: few members, places, trades and months, whole numbers that tie often."""
    months = MONTHS[: draw(st.integers(1, 2))]
    places, trades = ("a", "b"), ("t", "u")
    hours = st.integers(0, 12).map(lambda value: value * 10.0)
    calendar = st.fixed_dictionaries(dict.fromkeys(months, hours))
    member_count = draw(st.integers(1, 3))
    members = tuple(
        SplitMember(
            f"m{number}",
            tuple(draw(st.lists(st.sampled_from(places), unique=True, min_size=1))),
            draw(st.dictionaries(st.sampled_from(trades), calendar, min_size=1)),
        )
        for number in range(member_count)
    )
    offers = draw(st.lists(st.sampled_from([None, None, None, 20.0, 60.0]), min_size=6, max_size=6))
    lots = []
    room = parts // member_count
    for number in range(draw(st.integers(1, 2))):
        keys = draw(
            st.lists(
                st.tuples(st.sampled_from(places), st.sampled_from(trades)),
                unique=True,
                min_size=1,
                max_size=3,
            )
        )
        kept = [key for key in keys if key[0] in sorted({place for place, _ in keys})[:room]]
        room -= len({place for place, _ in kept})
        needs = tuple(Need(place, trade, draw(calendar)) for place, trade in kept)
        limit = draw(st.sampled_from([None, None, 1, 2]))
        lots.append(
            SplitLot(str(number), needs, float(draw(st.sampled_from([0, 0, 20, 35, 70, 500]))), limit)
        )
    members = tuple(
        replace(
            member,
            lot_hours={
                lot.id: most
                for lot, most in zip(lots, offers[2 * number :][:2], strict=False)
                if most is not None and wishes
            },
        )
        for number, member in enumerate(members)
    )
    distances = {f"{m.id}|{place}": float(draw(st.integers(0, 30))) for m in members for place in places}
    refused, locked = (), ()
    if wishes:
        refused = tuple(
            Refusal(member.id, lot.id, draw(st.sampled_from([None, "a"])))
            for member in members
            for lot in lots
            if draw(st.integers(0, 7)) == 0
        )
        locked = tuple(
            Lock(member.id, lot.id, need.place, need.trade, draw(st.sampled_from([0.0, 0.25, 0.5, 1.0])))
            for member in members
            for lot in lots
            for need in lot.needs
            if draw(st.integers(0, 12)) == 0
        )
    return SplitCase(months, tuple(lots), members, distances, refused, locked)
