import { expect } from "chai";
import { CONDITION_PURPOSES } from "../../../src/automation/purposes/conditions.ts";
import type { ConditionPurpose, States, TriggerPurpose } from "../../../src/automation/purposes/purpose.ts";
import { TRIGGER_PURPOSES } from "../../../src/automation/purposes/triggers.ts";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { createRandom, type Random } from "../../../src/model/random.ts";
import { SECOND } from "../../../src/model/time.ts";
import { firesOf } from "../../../src/replay/fires.ts";
import { createWorld, wholeDays } from "../../../src/replay/world.ts";
import { aFrame, at, turningOn, type Row } from "../../support/a-frame.ts";

const AUTOMATIONS = 100;
const AWAY = ["unavailable", "unknown"];

/** A trigger or a condition in both forms, and what its entities are and do. */
interface Pair {
  readonly older: object;
  readonly newer: object;
  readonly entityIds: readonly string[];
  readonly states: readonly string[];
}

interface Chance {
  pick<T>(from: readonly T[]): T;
}

describe("replay of purpose-specific forms", () => {
  it(`has the same runs as of the older forms, in ${AUTOMATIONS} random automations`, () => {
    const random = createRandom(17);
    const chance: Chance = { pick: (from) => from[Math.floor(random() * from.length)]! };
    let total = 0;
    for (let count = 0; count < AUTOMATIONS; count++) {
      const trigger = drawn(TRIGGER_PURPOSES, triggerPair, chance);
      const conditions = chance.pick([0, 1, 1, 2]);
      const parts = Array.from({ length: conditions }, () => drawn(CONDITION_PURPOSES, conditionPair, chance));
      const isNot = parts.map(() => chance.pick([true, false]));
      const written = (form: "older" | "newer"): object =>
        turningOn(trigger[form], ...parts.map((part, index) => (isNot[index] ? { not: [part[form]] } : part[form])));
      const frame = aFrame(randomRows([trigger, ...parts], random));
      const [older, newer] = [written("older"), written("newer")].map((automation) => {
        const plan = parseAutomation(automation);
        expect(plan.unsupported, JSON.stringify(automation)).to.deep.equal([]);
        return firesOf(plan, createWorld(frame), { from: BEGINNING, to: wholeDays(frame).to }).map(({ at }) => at);
      });
      expect(newer, JSON.stringify(written("newer"))).to.deep.equal(older);
      total += newer!.length;
    }
    expect(total).to.be.above(10 * AUTOMATIONS);
  });
});

/** When an entity first appears, a state trigger fires and a purpose-specific one does not. */
const BEGINNING = at("2023-03-01T00:01:00Z");

function drawn<T>(
  table: Readonly<Record<string, T>>,
  pairOf: (name: string, purpose: T, chance: Chance) => Pair | undefined,
  chance: Chance,
): Pair {
  for (;;) {
    const pair = pairOf(...chance.pick(Object.entries(table)), chance);
    if (pair !== undefined) return pair;
  }
}

/** The older form that Home Assistant runs alike; undefined for occurrences and numbers, which it does not. */
function triggerPair(trigger: string, purpose: TriggerPurpose, chance: Chance): Pair | undefined {
  const entityIds = entitiesOf(purpose.of, chance);
  const change = changeOf(purpose);
  if (entityIds === undefined || change === undefined) return undefined;
  const hold = change.isOneState ? chance.pick([{}, { for: "00:02:00" }]) : {};
  const behavior = chance.pick([{}, { behavior: "each" }, { behavior: "any" }]);
  return {
    older: { trigger: "state", entity_id: entityIds, ...change.older, ...hold },
    newer: { trigger, target: { entity_id: entityIds }, options: { ...change.options, ...behavior, ...hold } },
    entityIds,
    states: change.states,
  };
}

interface Change {
  readonly older: object;
  readonly options: object;
  readonly states: readonly string[];
  /** With several states, a hold of the newer form continues from one to the other. */
  readonly isOneState: boolean;
}

function changeOf(purpose: TriggerPurpose): Change | undefined {
  switch (purpose.form) {
    case "enters": {
      const to = namedBy(purpose.to);
      const older = { to, not_from: [...AWAY, ...to] };
      return { older, options: optionsOf(purpose.to), states: [...to, "elsewhere"], isOneState: to.length === 1 };
    }
    case "moves": {
      const { from, to } = purpose;
      return { older: { from, to }, options: {}, states: [...from, ...to], isOneState: to.length === 1 };
    }
    case "leaves": {
      const older = { from: purpose.from, not_to: [...AWAY, ...purpose.from] };
      return { older, options: {}, states: [...purpose.from, "elsewhere"], isOneState: false };
    }
    case "changes":
      return { older: { not_from: AWAY, not_to: AWAY }, options: {}, states: ["1", "2", "3"], isOneState: false };
    case "occurs":
    case "crosses":
    case "varies":
    case "other":
      return undefined;
  }
}

function conditionPair(condition: string, purpose: ConditionPurpose, chance: Chance): Pair | undefined {
  const entityIds = entitiesOf(purpose.of, chance);
  if (entityIds === undefined || purpose.form === "other") return undefined;
  const target = { entity_id: entityIds };
  if (purpose.form === "is") {
    const states = namedBy(purpose.states);
    const hold = states.length === 1 ? chance.pick([{}, { for: { minutes: 3 } }]) : {};
    return {
      older: { condition: "state", entity_id: entityIds, state: states, match: "any", ...hold },
      newer: { condition, target, options: { ...optionsOf(purpose.states), ...hold } },
      entityIds,
      states: [...states, "elsewhere"],
    };
  }
  if (purpose.unit !== undefined) return undefined;
  const type = chance.pick(["above", "below"]);
  return {
    older: { or: entityIds.map((entityId) => ({ condition: "numeric_state", entity_id: entityId, [type]: 15 })) },
    newer: { condition, target, options: { threshold: { type, value: { number: 15 } } } },
    entityIds,
    states: ["5", "15", "15.5", "40"],
  };
}

/** One to three entities of the first domain whose state is read. */
function entitiesOf(of: readonly string[], chance: Chance): readonly string[] | undefined {
  const [domain] = of.find((source) => !source.includes("@"))?.split(":") ?? [];
  if (domain === undefined) return undefined;
  return ["a", "b", "c"].slice(0, chance.pick([1, 2, 3])).map((name) => `${domain}.${name}`);
}

const namedBy = (states: States): readonly string[] => ("option" in states ? ["one", "two"] : states);
const optionsOf = (states: States): object => ("option" in states ? { [states.option]: ["one", "two"] } : {});

/** A day of random changes and outages of all entities, up to 200 seconds apart. */
function randomRows(pairs: readonly Pair[], random: Random): readonly Row[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const rows = pairs.flatMap(({ entityIds, states }) =>
    entityIds.map((entityId): Row => ["2023-03-01T00:00:00Z", entityId, states.at(-1)!]),
  );
  for (let now = BEGINNING; now < at("2023-03-02T00:00:00Z"); now += (1 + 199 * random()) * SECOND) {
    const { entityIds, states } = pick(pairs);
    rows.push([new Date(now).toISOString(), pick(entityIds), pick([...states, ...states, ...AWAY])]);
  }
  return rows;
}
