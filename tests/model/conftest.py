"""Every record class and every enum of the model, for the tests that walk them all."""

from __future__ import annotations

import importlib
import pkgutil
from enum import Enum
from inspect import isclass

import wraparound.model
from wraparound.model import KINDS, Record


def everything():
    for found in pkgutil.iter_modules(wraparound.model.__path__, "wraparound.model."):
        module = importlib.import_module(found.name)
        yield from (
            each
            for each in vars(module).values()
            if isclass(each) and each.__module__ == module.__name__
        )


def named(classes):
    return sorted(classes, key=lambda each: (each.__module__, each.__name__))


RECORDS = named(each for each in everything() if issubclass(each, Record) and each is not Record)
ENUMS = named(each for each in everything() if issubclass(each, Enum))


def pytest_generate_tests(metafunc):
    for argument, values in (("record_class", RECORDS), ("enum_class", ENUMS)):
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, values, ids=lambda each: each.__qualname__)
    if "stored_kind" in metafunc.fixturenames:
        metafunc.parametrize("stored_kind", list(KINDS.values()), ids=list(KINDS))
