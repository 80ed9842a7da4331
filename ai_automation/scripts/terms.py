"""Writes src/suggestions/words/terms/<language>.json from an installed Home Assistant: its own words for states and events.

Run with the Python that has it, in this folder's parent, then format the result:
  python scripts/terms.py && npx prettier --write src/suggestions/words/terms

States come from each domain's translations, by device class ("_" is the rest). Event types have no common translation:
each integration translates its own, and the most frequent word is taken. As in Home Assistant, a missing one is in
English.
"""

import collections
import importlib.util
import json
import pathlib
import re

LANGUAGES = ["en", "cs", "de", "es", "fr", "it", "nl", "pl", "pt-BR", "sv"]
DOMAINS = """alarm_control_panel automation binary_sensor calendar camera climate cover device_tracker fan group
    humidifier input_boolean lawn_mower light lock media_player person remote schedule script siren sun switch timer
    update vacuum valve water_heater weather""".split()
FOLDER = pathlib.Path(importlib.util.find_spec("homeassistant").origin).parent / "components"
ROOM = pathlib.Path(__file__).parent.parent / "src"


def translations(domain, language):
    file = FOLDER / domain / "translations" / f"{language}.json"
    return json.loads(file.read_text()) if file.exists() else {}


def states(domain, language):
    component = translations(domain, language).get("entity_component", {})
    english = translations(domain, "en").get("entity_component", {})
    return {
        kind: entry["state"] | component.get(kind, {}).get("state", {})
        for kind, entry in sorted(english.items())
        if "state" in entry
    }


def event_types(node):
    for key, value in node.items():
        if key == "event_type" and isinstance(value, dict):
            yield from value.get("state", {}).items()
        elif isinstance(value, dict):
            yield from event_types(value)


def events(language):
    words = collections.defaultdict(collections.Counter)
    for folder in sorted(FOLDER.iterdir()):
        for name, word in event_types(translations(folder.name, language).get("entity", {}).get("event", {})):
            words[name][word] += 1
    return {name: counter.most_common(1)[0][0] for name, counter in words.items()}


standard = set(re.findall(r"\w+", re.search(r"`([^`]+)`", (ROOM / "model/event-types.ts").read_text()).group(1)))
of = {language: events(language) for language in LANGUAGES}
listed = sorted(name for name in standard if name in of["en"])
for language in LANGUAGES:
    terms = {
        "states": {domain: states(domain, language) for domain in DOMAINS},
        "events": {name: (of["en"] | of[language])[name] for name in listed},
    }
    target = ROOM / "suggestions/words/terms" / f"{language}.json"
    target.write_text(json.dumps(terms, ensure_ascii=False, indent=2) + "\n")
