import { isActuator } from "../../model/domains.ts";
import { NO_RULES, type EvidenceRules } from "../../model/evidence-rules.ts";
import type { SelfActing } from "../../model/self-acting.ts";
import { SECOND } from "../../model/time.ts";
import type { Frame } from "../frame/frame.ts";
import { findDerived, TOGETHER } from "./derived.ts";
import { findMachines } from "./find-machines.ts";
import { leaveToTheNamed, type Repeater } from "./named-actions.ts";

/** Which changes of a history are somebody's actions. */
export interface Evidence {
  /** The frame with all other changes attributed to automations. */
  readonly frame: Frame;
  /** Entities that act by themselves, most frequent first. */
  readonly machines: readonly SelfActing[];
  /** Actuators that only repeat others. Only what people do to them by name is an action on them. */
  readonly derived: ReadonlySet<number>;
  /** The entities that each of them repeats, groups in groups resolved. */
  readonly sourcesOf: (entityId: string) => readonly string[];
  /** The entities that repeat an entity, or that it repeats. */
  readonly kin: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Registries also know groups whose hub reports the members later, as Hue's does. */
const REPORTED_WITHIN = 2 * SECOND;

/** Machines are detected first: what follows one of their changes is theirs, too. */
export function readEvidence(recorded: Frame, rules: EvidenceRules = NO_RULES): Evidence {
  const { frame, found: machines } = findMachines(recorded, rules.contradicted);
  const { names } = frame.entities;
  // An entity that is excluded from the history cannot take an action, like a hidden one.
  const isHidden: IsHidden = (entityId) => rules.hidden.has(entityId) || frame.entities.find(entityId) === undefined;
  const known = knownSources(frame, rules.repeats, isHidden);
  const acting = known.filter(({ entity }) => isActuator(names[entity]!));
  const found = findDerived(frame, new Set(acting.map(({ entity }) => entity)));
  const repeaters: readonly Repeater[] = [
    ...acting.map((one) => ({ ...one, within: REPORTED_WITHIN, isKnown: true })),
    ...found.map(({ entity, from }) => ({
      entity,
      from,
      isStandIn: from.every((source) => isHidden(names[source]!)),
      within: TOGETHER,
      isKnown: false,
    })),
  ];
  const foundSources = new Map(found.map(({ entity, from }) => [names[entity]!, from.map((one) => names[one]!)]));
  return {
    frame: leaveToTheNamed(frame, repeaters, onlyInHidden(rules.repeats, isHidden)),
    machines,
    derived: new Set(repeaters.flatMap(({ entity, isStandIn }) => (isStandIn ? [] : [entity]))),
    sourcesOf: (entityId) => foundSources.get(entityId) ?? [...sourcesIn(rules.repeats, entityId)],
    kin: kinOf([...known, ...found]),
  };
}

type IsHidden = (entityId: string) => boolean;

function knownSources(
  { entities }: Frame,
  repeats: EvidenceRules["repeats"],
  isHidden: IsHidden,
): readonly Omit<Repeater, "within" | "isKnown">[] {
  return [...repeats.keys()].flatMap((entityId) => {
    const entity = entities.find(entityId);
    if (entity === undefined) return [];
    const sources = [...sourcesIn(repeats, entityId)];
    return [
      {
        entity,
        from: sources.map((one) => entities.find(one)).filter((one) => one !== undefined),
        isStandIn: sources.every(isHidden),
      },
    ];
  });
}

/** Whether only hidden groups contain an entity. */
function onlyInHidden(repeats: EvidenceRules["repeats"], isHidden: IsHidden): (entityId: string) => boolean {
  const visible = new Set<string>();
  const invisible = new Set<string>();
  for (const entityId of repeats.keys())
    for (const source of sourcesIn(repeats, entityId)) (isHidden(entityId) ? invisible : visible).add(source);
  return (entityId) => invisible.has(entityId) && !visible.has(entityId);
}

/** Groups may contain groups. */
function sourcesIn(
  repeats: EvidenceRules["repeats"],
  entityId: string,
  seen: Set<string> = new Set([entityId]),
): ReadonlySet<string> {
  for (const source of repeats.get(entityId) ?? []) {
    if (seen.has(source)) continue;
    seen.add(source);
    sourcesIn(repeats, source, seen);
  }
  return new Set([...seen].filter((one) => one !== entityId));
}

function kinOf(repeaters: readonly Pick<Repeater, "entity" | "from">[]): ReadonlyMap<number, ReadonlySet<number>> {
  const kin = new Map<number, Set<number>>();
  const relate = (one: number, other: number): void => void kin.set(one, (kin.get(one) ?? new Set()).add(other));
  for (const { entity, from } of repeaters) {
    for (const source of from) {
      relate(entity, source);
      relate(source, entity);
    }
  }
  return kin;
}
