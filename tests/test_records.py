"""Our named tuples do what those of `typing` do."""

from __future__ import annotations

import copy
import pickle
import typing
from functools import cached_property
from typing import Any

import pytest

from claude_preflight import records


class Ours(records.NamedTuple):
    name: str
    size: int = 1
    parts: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return 2 * self.size


class Pythons(typing.NamedTuple):
    name: str
    size: int = 1
    parts: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return 2 * self.size


class Received(records.NamedTuple):
    name: str
    size: int = 1


class Wider(Ours):
    @cached_property
    def first(self) -> str:
        return self.name[0]


BOTH = pytest.mark.parametrize("kind", [Ours, Pythons])


@BOTH
def test_fields_come_by_place_by_name_and_by_default(kind: Any) -> None:
    made = kind("a", parts=("b",))
    assert (made.name, made.size, made.parts, made.double) == ("a", 1, ("b",), 2)
    assert made == ("a", 1, ("b",))
    assert hash(made) == hash(("a", 1, ("b",)))
    assert kind._fields == ("name", "size", "parts")
    assert kind._field_defaults == {"size": 1, "parts": ()}
    assert repr(made) == f"{kind.__name__}(name='a', size=1, parts=('b',))"
    assert made._asdict() == {"name": "a", "size": 1, "parts": ("b",)}


@BOTH
@pytest.mark.parametrize("wrong", [{}, {"name": "a", "sort": 1}])
def test_what_is_missing_or_unknown_is_refused(kind: Any, wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=rf"{kind.__name__}\.__new__\(\)|__new__\(\)"):
        kind(**wrong)


@BOTH
def test_one_is_changed_by_making_another(kind: Any) -> None:
    made = kind("a")
    changed = made._replace(size=3)
    assert type(changed) is kind
    assert (made.size, changed.size) == (1, 3)
    with pytest.raises((ValueError, TypeError), match="sort"):
        made._replace(sort=1)
    with pytest.raises(AttributeError):
        made.size = 2
    with pytest.raises(AttributeError):
        made.sort = 2


@BOTH
def test_one_is_taken_apart_and_copied(kind: Any) -> None:
    made = kind("a", 2)
    match made:
        case kind(name, size):
            assert (name, size) == ("a", 2)
        case _:
            pytest.fail("it does not match")
    assert copy.copy(made) == made
    copied = pickle.loads(pickle.dumps(made))
    assert type(copied) is kind
    assert copied == made


def test_a_process_that_makes_none_receives_some() -> None:
    sent = pickle.dumps((Received, ("a", 2)))
    kind, values = pickle.loads(sent)
    assert kind.__new__(kind, *values) == ("a", 2)


def test_a_class_may_add_to_one() -> None:
    made = Wider("abc")
    assert type(made) is Wider
    assert type(Ours("abc")) is Ours
    assert made.first == "a"
    assert type(made._replace(size=2)) is Wider
