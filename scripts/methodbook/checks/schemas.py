"""Data compared with its JSON schema in `data/schemas.yaml`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from methodbook.languages import LANGUAGES, data

Lists = Mapping[str, Sequence[str]]
"""What stands for the name of a list in a schema."""


def is_day(_: object, value: object) -> bool:
    """Whether a value is a day, without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


Validator = extend(Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("date", is_day))


def schema(name: str, lists: Lists) -> Any:
    """The schema `name`, with `lists` and the languages filled in; accepts anything when there is none."""
    return filled(data("schemas.yaml").get(name, {}), {"languages": LANGUAGES, **lists})


def filled(part: Any, lists: Lists) -> Any:
    """A part of a schema with the names of lists replaced by what they hold."""
    if isinstance(part, Mapping):
        return {
            key: lists[value] if key in {"enum", "required"} and isinstance(value, str) else filled(value, lists)
            for key, value in part.items()
        }
    return [filled(one, lists) for one in part] if isinstance(part, list) else part


def errors(value: object, name: str, lists: Lists) -> Iterator[ValidationError]:
    """Where `value` is not as the schema `name` says."""
    yield from Validator(schema(name, lists)).iter_errors(value)
