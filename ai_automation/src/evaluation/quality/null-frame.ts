import { drawsFor } from "../../demo/draws.ts";
import { CONTEXT_CODE, createFrameBuilder, type Frame, type FrameBuilder } from "../../history/frame/frame.ts";
import { isInGap } from "../../history/frame/lookup.ts";
import type { Context } from "../../model/cause.ts";
import { isActuator, isOccurrence } from "../../model/domains.ts";
import { DAY, SECOND } from "../../model/time.ts";

export const NULL_SHUFFLES = ["rotate", "uniform"] as const;

/**
 * How habits are removed from a home (docs/evaluation.md, section 5). rotate: shifts all changes of an actuator on one
 * local day by one offset, modulo 24 hours. uniform: moves them to random times of the recording, keeping the order of
 * states.
 */
export type NullShuffle = (typeof NULL_SHUFFLES)[number];

interface Change {
  readonly at: number;
  readonly state: number;
  readonly context: number;
}

/**
 * The home without habits. All changes of actuators move, those of automations too, and keep their cause; everything
 * else stays. A change that falls into a gap of its entity is dropped.
 */
export function nullFrame(frame: Frame, shuffle: NullShuffle, seed: number): Frame {
  const builder = createFrameBuilder({ clock: frame.clock, location: frame.location });
  for (const [entity, entityId] of frame.entities.names.entries()) {
    const seen = changesOf(frame, entity);
    if (!isActuator(entityId)) {
      addChanges(builder, frame, entity, seen);
      continue;
    }
    const moved = shuffle === "rotate" ? rotate(frame, seen, seed, entityId) : scatter(frame, seen, seed, entityId);
    const visible = moved.filter(({ at }) => !isInGap(frame, entity, at)).sort((a, b) => a.at - b.at);
    addChanges(builder, frame, entity, visible);
  }
  return builder.finish();
}

function changesOf(frame: Frame, entity: number): readonly Change[] {
  const changes: Change[] = [];
  for (let i = frame.start[entity]!; i < frame.start[entity + 1]!; i++)
    changes.push({ at: frame.times[i]!, state: frame.codes[i]!, context: frame.contexts[i]! });
  return changes;
}

function rotate({ clock }: Frame, changes: readonly Change[], seed: number, entityId: string): readonly Change[] {
  return changes.map((change) => {
    const day = clock.dayOf(change.at);
    const offset = wholeSecond(drawsFor(seed, "rotate", entityId, day).uniform(0, DAY));
    return { ...change, at: clock.instantOf(day, (clock.timeOfDay(change.at) + offset) % DAY) };
  });
}

function scatter({ from, to }: Frame, changes: readonly Change[], seed: number, entityId: string): readonly Change[] {
  const draws = drawsFor(seed, "scatter", entityId);
  const times = changes.map(() => wholeSecond(draws.uniform(from, to))).sort((a, b) => a - b);
  return changes.map((change, index) => ({ ...change, at: times[index]! }));
}

const wholeSecond = (instant: number): number => Math.floor(instant / SECOND) * SECOND;

/** Adds an entity's changes, and its gaps unchanged. */
function addChanges(builder: FrameBuilder, frame: Frame, entity: number, changes: readonly Change[]): void {
  const entityId = frame.entities.names[entity]!;
  const code = builder.entity(entityId);
  const add = (at: number, state: string, context: Context): void =>
    builder.add(at, code, builder.state(state), context);
  for (let gap = frame.gapStart[entity]!; gap < frame.gapStart[entity + 1]!; gap++) {
    const from = frame.gapFrom[gap]!;
    const to = frame.gapTo[gap]!;
    add(from, "unavailable", "unknown");
    const before = changes.findLast(({ at }) => at < from);
    if (before === undefined || to === Infinity || isOccurrence(entityId)) continue;
    add(to, frame.states.names[before.state]!, "unknown");
  }
  for (const { at, state, context } of changes) add(at, frame.states.names[state]!, contextNamed(context));
}

const CONTEXTS: readonly Context[] = ["unknown", "manual", "automation"];

const contextNamed = (code: number): Context => CONTEXTS.find((name) => CONTEXT_CODE[name] === code) ?? "unknown";
