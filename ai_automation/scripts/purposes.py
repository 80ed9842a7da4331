"""Prints the tables src/automation/purposes/{triggers,conditions}.ts from an installed Home Assistant.

Run with the Python that has it, then format the result:
  python scripts/purposes.py triggers > src/automation/purposes/triggers.ts
  python scripts/purposes.py conditions > src/automation/purposes/conditions.ts
  npx prettier --write src/automation/purposes

A row says which entities a purpose-specific trigger or condition is about, and what it asks of them, as far as Home
Assistant's own classes declare it. A class with code of its own is "other": its name and entities are known, not when it
fires.
"""

import asyncio
import importlib
import inspect
import json
import pathlib
import re
import sys

import homeassistant.components as components
from homeassistant.components.cover import condition as cover_condition
from homeassistant.components.cover import trigger as cover_trigger
from homeassistant.const import __version__
from homeassistant.helpers.automation import ANY_DEVICE_CLASS, get_absolute_description_key
from homeassistant.helpers.condition import entity_condition as conditions
from homeassistant.helpers.trigger import entity_trigger as triggers


def sources(cls):
    """`domain`, `domain:device_class`, either with `@attribute`."""
    return sorted(
        domain
        + ("" if spec.device_class is ANY_DEVICE_CLASS else f":{spec.device_class or ''}")
        + ("" if spec.value_source is None else f"@{spec.value_source}")
        for domain, spec in cls._domain_specs.items()
    )


def kept(cls, base, *methods):
    return issubclass(cls, base) and all(getattr(cls, name) is getattr(base, name) for name in methods)


def common(cls):
    return {"of": sources(cls), **({} if cls._primary_entities_only else {"withDiagnostic": True})}


def states(values):
    return sorted(str(value) for value in values)


def unit(cls):
    if hasattr(cls, "_unit_converter"):
        return {"unit": str(cls._base_unit)}
    return {}


def trigger_row(cls):
    if not issubclass(cls, triggers.EntityTriggerBase):
        return {"form": "other", "of": sources(cls) if hasattr(cls, "_domain_specs") else []}
    row = common(cls)
    both = ("is_valid_transition", "is_valid_state")
    if issubclass(cls, cover_trigger.CoverTriggerBase):
        own = {str(s.target_value) for s in cls._domain_specs.values() if s.value_source is None}
        return {"form": "enters", **row, "to": sorted(own)}
    if kept(cls, triggers.EntityTargetStateTriggerBase, *both):
        return {"form": "enters", **row, "to": states(cls._to_states) if hasattr(cls, "_to_states") else option(cls)}
    if kept(cls, triggers.EntityTransitionTriggerBase, *both):
        return {"form": "moves", **row, "from": states(cls._from_states), "to": states(cls._to_states)}
    if kept(cls, triggers.EntityOriginStateTriggerBase, *both):
        return {"form": "leaves", **row, "from": [str(cls._from_state)]}
    if kept(cls, triggers.StatelessEntityTriggerBase, *both):
        return {"form": "occurs", **row}
    if issubclass(cls, triggers.StatelessEntityTriggerBase) and hasattr(sys.modules[cls.__module__], "CONF_EVENT_TYPE"):
        return {"form": "occurs", **row, "types": option(cls)}
    if kept(cls, triggers.EntityTriggerBase, *both):
        return {"form": "changes", **row}
    if kept(cls, triggers.EntityNumericalStateCrossedThresholdTriggerBase, *both):
        return {"form": "crosses", **row, **unit(cls)}
    if kept(cls, triggers.EntityNumericalStateChangedTriggerBase, *both):
        return {"form": "varies", **row, **unit(cls)}
    return {"form": "other", **row}


def condition_row(cls):
    if not issubclass(cls, conditions.EntityConditionBase):
        return {"form": "other", "of": []}
    row = common(cls)
    if issubclass(cls, cover_condition.CoverConditionBase):
        own = {str(s.target_value) for s in cls._domain_specs.values() if s.value_source is None}
        return {"form": "is", **row, "states": sorted(own)}
    if kept(cls, conditions.EntityStateConditionBase, "is_valid_state"):
        return {"form": "is", **row, "states": states(cls._states) if hasattr(cls, "_states") else option(cls)}
    if re.search(r"return entity_state\.state in self\._\w+\n", inspect.getsource(cls.is_valid_state)):
        return {"form": "is", **row, "states": option(cls)}
    if kept(cls, conditions.EntityNumericalConditionBase, "is_valid_state"):
        return {"form": "within", **row, **unit(cls)}
    return {"form": "other", **row}


def option(cls):
    """The option that names the states of a class which takes them from its config; None if it is not the only one."""
    names = re.findall(r"options\[(\w+)\]", inspect.getsource(cls.__init__))
    return {"option": getattr(sys.modules[cls.__module__], names[0])} if len(names) == 1 else None


def rows(kind, row_of):
    found, failed = {}, []
    for file in sorted(pathlib.Path(components.__path__[0]).glob(f"*/{kind}s.yaml")):
        name = file.parent.name
        try:
            module = importlib.import_module(f"homeassistant.components.{name}.{kind}")
            classes = asyncio.run(getattr(module, f"async_get_{kind}s")(None))
        except Exception as error:  # an integration whose own requirements are missing
            failed.append(f"{name} ({type(error).__name__})")
            continue
        for key, cls in classes.items():
            if not key.startswith("_"):
                row = row_of(cls)
                if None in row.values():
                    row = {"form": "other", "of": row["of"]}
                found[get_absolute_description_key(name, key)] = row
    return found, failed


def main(kind):
    one = kind.removesuffix("s")
    found, failed = rows(one, trigger_row if one == "trigger" else condition_row)
    what = "Trigger" if one == "trigger" else "Condition"
    print(f"// Printed by scripts/purposes.py from Home Assistant {__version__}.")
    print(f'import type {{ {what}Purpose }} from "./purpose.ts";\n')
    print(f"/** The purpose-specific {kind} of {len({key.split('.')[0] for key in found})} integrations. */")
    print(f"export const {what.upper()}_PURPOSES: Readonly<Record<string, {what}Purpose>> = {{")
    for key in sorted(found):
        print(f"  {json.dumps(key)}: {json.dumps(found[key], ensure_ascii=False)},")
    print("};")
    print("not read:", ", ".join(failed) or "none", file=sys.stderr)


main(sys.argv[1])
