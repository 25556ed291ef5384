"""Named tuples of which little is made before the first of them is: a start defines two hundred.

Where a class is defined, `typing.NamedTuple` compiles its constructor and what each annotation
says, which was an eighth of the time of a short run. Here the constructor alone is compiled, when
it is first called. The annotations have to be texts, as `from __future__` makes them.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any, ClassVar

__all__ = ["NamedTuple"]

_MOST_FIELDS = 40


def _getters() -> list[Any]:
    """What reads the first item of a tuple, the second and so on, as fast as a named tuple does."""
    names = [f"item_{number}" for number in range(_MOST_FIELDS)]
    made = vars(namedtuple("Wide", names))  # noqa: PYI024 - a part of it is used
    return [made[name] for name in names]


class _Record(tuple[Any, ...]):
    """What all named tuples have in common."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]]
    _field_defaults: ClassVar[dict[str, Any]]

    def __new__(cls, *values: Any, **named: Any) -> Any:
        """Make the first of a kind. What is compiled for it makes all others in place of this."""
        kind = next(each for each in cls.__mro__ if _Record in each.__bases__)
        names = ", ".join(cls._fields)
        source = f"lambda _cls, {names}: _new(_cls, ({names},))"
        make = eval(source, {"_new": tuple.__new__})  # noqa: S307 - our own names of fields
        make.__qualname__ = f"{kind.__qualname__}.__new__"
        make.__defaults__ = tuple(cls._field_defaults.values())
        kind.__new__ = make  # type: ignore[method-assign]
        return cls(*values, **named)

    def _replace(self, **changes: Any) -> Any:
        changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"{type(self).__name__} has no {', '.join(changes)}")
        return changed

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({values})"


class _Definition(type):
    """Turns what defines a class into one of named tuples."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, namespace)
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {field: namespace[field] for field in fields if field in namespace}
        known = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
        getters = {field: _GETTERS[number] for number, field in enumerate(fields)}
        return type(name, (_Record, *bases[1:]), {**namespace, "__slots__": (), **known, **getters})


class _NamedTuple(metaclass=_Definition):
    """The base of a class whose annotations are its fields."""


_GETTERS = _getters()

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    NamedTuple = _NamedTuple
