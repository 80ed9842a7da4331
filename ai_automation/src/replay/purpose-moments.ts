import type { ChangeTest, PurposeTrigger } from "../automation/forms.ts";
import { changesOf, indexesOf, type AddMoment, type Change } from "./changes.ts";
import { isInRange, numberOf } from "./number-range.ts";
import type { World } from "./world.ts";

/**
 * The moments of a purpose-specific trigger before an instant (helpers/trigger/entity_trigger.py). Unavailable and unknown
 * entities take no part: a return from them is no change, and they are not counted among "all".
 */
export function addPurposeMoments(trigger: PurposeTrigger, world: World, before: number, add: AddMoment): void {
  const entities = indexesOf(trigger.entityIds, world);
  const test = testOf(trigger.test, world);
  const watch = new Watch(trigger, test, add);
  for (const change of changesOf(entities, world, before)) watch.see(change);
  watch.finish();
}

interface Test {
  isAway(code: number): boolean;
  isTarget(code: number, change: Change): boolean;
  isTransition(from: number, to: number, change: Change): boolean;
}

class Watch {
  readonly #trigger: PurposeTrigger;
  readonly #test: Test;
  readonly #add: AddMoment;
  /** Codes by entity, only of those that have been seen. */
  readonly #current = new Map<number, number>();
  /** The changes whose holds have begun, by entity or together. */
  readonly #pending = new Map<number | "together", Change>();

  constructor(trigger: PurposeTrigger, test: Test, add: AddMoment) {
    this.#trigger = trigger;
    this.#test = test;
    this.#add = add;
  }

  see(change: Change): void {
    const { at, entity, state } = change;
    this.#finishUntil(at);
    const from = this.#current.get(entity);
    this.#current.set(entity, state);
    this.#cancel(change);
    const { behavior, hold } = this.#trigger;
    if (from === undefined || this.#test.isAway(state) || !this.#test.isTarget(state, change)) return;
    if (!this.#test.isTransition(from, state, change)) return;
    if (behavior !== "each") {
      const { matches, included } = this.#count(change);
      if (matches !== (behavior === "all" ? included : 1)) return;
    }
    if (hold === 0) this.#add(at, entity, state);
    else this.#pending.set(behavior === "each" ? entity : "together", change);
  }

  finish(): void {
    this.#finishUntil(Infinity);
  }

  #finishUntil(now: number): void {
    for (const [key, { at: since, entity }] of this.#pending) {
      const at = since + this.#trigger.hold;
      if (at > now) continue;
      this.#pending.delete(key);
      this.#add(at, entity, this.#current.get(entity) ?? -1, since);
    }
  }

  #cancel(change: Change): void {
    if (this.#pending.size === 0) return;
    const { behavior } = this.#trigger;
    if (behavior === "each") {
      const stays = !this.#test.isAway(change.state) && this.#test.isTarget(change.state, change);
      if (!stays) this.#pending.delete(change.entity);
      return;
    }
    const { matches, included } = this.#count(change);
    const stays = behavior === "first" ? matches >= 1 : included > 0 && matches === included;
    if (!stays) this.#pending.delete("together");
  }

  #count(change: Change): { readonly matches: number; readonly included: number } {
    const codes = [...this.#current.values()].filter((code) => !this.#test.isAway(code));
    return { matches: codes.filter((code) => this.#test.isTarget(code, change)).length, included: codes.length };
  }
}

function testOf(test: ChangeTest, world: World): Test {
  const { names } = world.frame.states;
  const isIn = (states: ReadonlySet<string>, code: number): boolean => states.has(names[code]!);
  const isAway = (code: number): boolean => names[code] === "unavailable" || names[code] === "unknown";
  const comesFrom = (from: number, isFrom: boolean): boolean => isFrom && !isAway(from);
  switch (test.form) {
    case "enters":
      return {
        isAway,
        isTarget: (code) => isIn(test.to, code),
        isTransition: (from) => comesFrom(from, !isIn(test.to, from)),
      };
    case "moves":
      return {
        isAway,
        isTarget: (code) => isIn(test.to, code),
        isTransition: (from, to) => comesFrom(from, from !== to && isIn(test.from, from)),
      };
    case "leaves":
      return {
        isAway,
        isTarget: (code) => !isIn(test.from, code),
        isTransition: (from) => comesFrom(from, isIn(test.from, from)),
      };
    case "changes":
      return { isAway, isTarget: () => true, isTransition: (from, to) => comesFrom(from, from !== to) };
    case "occurs":
      return { isAway, isTarget: () => true, isTransition: (from, to) => names[from] !== "unavailable" && from !== to };
    case "crosses":
    case "varies": {
      const isTarget = (code: number, change: Change): boolean =>
        isInRange(numberOf(world, code), test.range, change, world);
      return test.form === "crosses"
        ? { isAway, isTarget, isTransition: (from, _, change) => comesFrom(from, !isTarget(from, change)) }
        : {
            isAway,
            isTarget,
            isTransition: (from, to) => comesFrom(from, numberOf(world, from) !== numberOf(world, to)),
          };
    }
  }
}
