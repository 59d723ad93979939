"""Typed dataclasses to compact JSON and back.

Every type is looked at once and remembered as a pair of small functions. What grows is
tolerated: keys that the dataclass no longer has are dropped, keys that are not there yet fall
back to the default of their field.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type Step = Callable[[Any], Any]


class Plan(NamedTuple):
    """How values of one type go to JSON and come back. None: they are JSON already."""

    write: Step | None
    read: Step | None


AS_IT_IS = Plan(None, None)
PLAIN = (str, int, float, bool, NoneType)

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(contents: DataclassInstance) -> bytes:
    return _to_json(_dataclass(type(contents))[0](contents)).encode()


def decode[T: DataclassInstance](kind: type[T], written: bytes) -> T:
    """Raises ValueError, TypeError or KeyError for what does not fit the dataclass."""
    contents: T = _dataclass(kind)[1](json.loads(written.decode()))
    return contents


@cache
def _plan(kind: Any) -> Plan:
    if kind in PLAIN:
        return AS_IT_IS
    if isinstance(kind, type) and get_origin(kind) is None:
        return _simple(kind)
    return _composed(get_origin(kind), get_args(kind))


def _simple(kind: type) -> Plan:
    if is_dataclass(kind):
        return Plan(*_dataclass(kind))
    if issubclass(kind, Enum):
        return Plan(lambda value: value.value, kind)
    if kind is UUID:
        return Plan(str, UUID)
    if kind in {date, datetime, time}:
        return Plan(kind.isoformat, kind.fromisoformat)
    raise TypeError(f"{kind.__name__} cannot be sealed.")


def _composed(origin: Any, parts: tuple[Any, ...]) -> Plan:
    if origin in {Union, UnionType} and len(parts) == 2 and NoneType in parts:
        inner = _plan(parts[0] if parts[1] is NoneType else parts[1])
        return Plan(_unless_none(inner.write), _unless_none(inner.read))
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        inner = _plan(parts[0])
        return Plan(_each(inner.write, list), _each(inner.read, tuple))
    if origin is dict and parts[0] is str:
        inner = _plan(parts[1])
        return Plan(_each_value(inner.write), _each_value(inner.read))
    raise TypeError(f"{origin} of {parts} cannot be sealed.")


def _unless_none(step: Step | None) -> Step | None:
    return step and (lambda value: None if value is None else step(value))


def _each(step: Step | None, whole: type[list[Any] | tuple[Any, ...]]) -> Step:
    return whole if step is None else lambda values: whole(step(value) for value in values)


def _each_value(step: Step | None) -> Step | None:
    return step and (lambda pairs: {key: step(value) for key, value in pairs.items()})


@cache
def _dataclass(kind: type[DataclassInstance]) -> tuple[Step, Step]:
    hints = get_type_hints(kind)
    plans = {field.name: _plan(hints[field.name]) for field in fields(kind) if field.init}
    writes = [(name, plan.write) for name, plan in plans.items()]
    reads = {name: plan.read for name, plan in plans.items()}

    def write(contents: Any) -> dict[str, Any]:
        return {
            name: getattr(contents, name) if step is None else step(getattr(contents, name))
            for name, step in writes
        }

    def read(pairs: dict[str, Any]) -> Any:
        known = {
            name: value if (step := reads[name]) is None else step(value)
            for name, value in pairs.items()
            if name in reads
        }
        return kind(**known)

    return write, read
