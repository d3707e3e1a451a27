"""What the engine asks of LibreOffice by name: structs, enums, services, properties."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any


def bridge() -> Any:
    """Return the module ``uno``, of LibreOffice's Python or found beside it."""
    return importlib.import_module("uno")


def struct(name: str, **fields: Any) -> Any:
    """Make a UNO struct, as ``struct("table.CellAddress", Row=3)``."""
    made = bridge().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


@cache
def enum(kind: str, value: str) -> Any:
    """Return one value of a UNO enum."""
    return bridge().Enum(f"com.sun.star.{kind}", value)


@cache
def constant(name: str) -> Any:
    """Return a UNO constant."""
    return bridge().getConstantByName(f"com.sun.star.{name}")


def properties(**values: Any) -> tuple[Any, ...]:
    """Return named values as UNO takes them."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def service(context: Any, name: str) -> Any:
    """Make a service of the running office."""
    return context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", context)


def desktop(context: Any) -> Any:
    """Return the office's desktop, which holds its documents."""
    return service(context, "frame.Desktop")


def version(context: Any) -> str:
    """Return the release of the running office."""
    settings = service(context, "configuration.ConfigurationProvider").createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess",
        properties(nodepath="/org.openoffice.Setup/Product"),
    )
    return str(settings.getByName("ooSetupVersion"))


def path_of(url: str) -> str:
    """Return the path of a file URL."""
    return str(bridge().fileUrlToSystemPath(url))


def url_of(path: str) -> str:
    """Return the URL of a file."""
    return str(bridge().systemPathToFileUrl(path))
