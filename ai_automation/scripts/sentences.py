"""Prints commands made from Home Assistant's own sentences, as JSON lines: language, intent, text, slots, domain.

Run with a Python that has home-assistant-intents and hassil; the home is read from standard input:
  {"en": {"names": [{"name": "Hall light", "domain": "light"}], "areas": ["Hall"]}}
The first argument is the number of commands for each language, the second the seed.
"""

import json
import random
import sys

from hassil.expression import Alternative, ListReference, Permutation, RuleReference, Sequence, TextChunk
from hassil.intents import Intents, RangeSlotList, TextSlotList
from home_assistant_intents import get_intents

INTENTS = ("HassTurnOn", "HassTurnOff", "HassLightSet", "HassClimateSetTemperature", "HassSetPosition")
NUMBERS = {"brightness": (5, 100), "temperature": (16, 24), "position": (10, 90), "color_temperature": (2000, 6500)}


class Unusable(Exception):
    """A sentence that needs what the home does not have."""


class Walk:
    """One random way through a sentence template."""

    def __init__(self, intents, rules, home, domains, chance):
        self.intents, self.rules, self.home, self.domains, self.chance = intents, rules, home, domains, chance
        self.slots = {}

    def text(self, part):
        if isinstance(part, TextChunk):
            return part.original_text
        if isinstance(part, Alternative):
            return self.text(self.chance.choice(part.items))
        if isinstance(part, Permutation):
            items = list(part.items)
            self.chance.shuffle(items)
            return " ".join(self.text(item) for item in items)
        if isinstance(part, Sequence):
            return "".join(self.text(item) for item in part.items)
        if isinstance(part, RuleReference):
            rule = self.rules.get(part.rule_name)
            if rule is None:
                raise Unusable(part.rule_name)
            return self.text(rule.expression)
        if isinstance(part, ListReference):
            return self.value(part)
        raise Unusable(type(part).__name__)

    def value(self, reference):
        slot, name = reference.slot_name, reference.list_name
        if name == "name":
            fitting = [one["name"] for one in self.home["names"] if not self.domains or one["domain"] in self.domains]
            return self.keep(slot, fitting)
        if name == "area":
            return self.keep(slot, self.home["areas"])
        known = self.intents.slot_lists.get(name)
        if isinstance(known, RangeSlotList):
            low, high = NUMBERS.get(name, (known.start, known.stop))
            return self.keep(slot, [str(self.chance.randint(low, high))])
        if not isinstance(known, TextSlotList):
            raise Unusable(name)
        choice = self.chance.choice(known.values)
        self.slots[slot] = choice.value_out
        return self.text(choice.text_in)

    def keep(self, slot, values):
        if not values or slot in self.slots:
            raise Unusable(slot)
        self.slots[slot] = self.chance.choice(values)
        return self.slots[slot]


def commands(language, home, count, chance):
    intents = Intents.from_dict(get_intents(language))
    sentences = [
        (name, data, sentence)
        for name in INTENTS
        if name in intents.intents
        for data in intents.intents[name].data
        if not (data.requires_context or {}).get("area")
        for sentence in data.sentences
    ]
    found = {}
    for _ in range(count * 100):
        if len(found) == count:
            break
        name, data, sentence = chance.choice(sentences)
        wanted = (data.requires_context or {}).get("domain") or (data.slots or {}).get("domain") or []
        domains = [wanted] if isinstance(wanted, str) else list(wanted)
        walk = Walk(intents, {**intents.expansion_rules, **(data.expansion_rules or {})}, home, domains, chance)
        try:
            text = " ".join(walk.text(sentence.expression).split())
        except Unusable:
            continue
        slots = {**(data.slots or {}), **walk.slots}
        found[text] = {"language": language, "intent": name, "text": text, "domains": domains, "slots": slots}
    return found.values()


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    for language, home in json.load(sys.stdin).items():
        for command in commands(language, home, count, random.Random(f"{seed} {language}")):
            print(json.dumps(command, ensure_ascii=False))


main()
