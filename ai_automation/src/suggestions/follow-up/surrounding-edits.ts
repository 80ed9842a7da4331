import { numberEdit, stateEdit, type Edit } from "../../automation/edit/candidates.ts";
import { stateBefore } from "../../history/frame/lookup.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { World } from "../../replay/world.ts";
import { quantile } from "../../statistics/quantile.ts";
import type { FollowedRun } from "../history-ports.ts";

const MAX_STATES = 4;
const QUANTILES = [0.2, 0.4, 0.6, 0.8] as const;

/** Candidate conditions on other entities: a state, or a number above or below a bound. */
export function surroundingEdits(
  world: World,
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  entityIds: readonly string[],
): readonly [states: readonly Edit[], numbers: readonly Edit[]] {
  const states: Edit[] = [];
  const numbers: Edit[] = [];
  for (const entityId of entityIds) {
    const observed = valuesAt(world, entityId, runs);
    if (observed.some(({ value }) => Number.isNaN(value))) {
      const distinct = new Set(observed.map(({ state }) => state));
      if (distinct.size <= MAX_STATES) for (const state of distinct) states.push(stateEdit(config, entityId, state));
    } else {
      for (const bound of boundsOf(observed.map(({ value }) => value))) {
        numbers.push(numberEdit(config, entityId, { below: bound }), numberEdit(config, entityId, { above: bound }));
      }
    }
  }
  return [states, numbers];
}

function valuesAt(
  { frame }: World,
  entityId: string,
  runs: readonly FollowedRun[],
): readonly { readonly state: string; readonly value: number }[] {
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return [];
  return runs.flatMap(({ at }) => {
    const code = stateBefore(frame, entity, at);
    return code === -1 ? [] : [{ state: frame.states.names[code]!, value: frame.numbers[code]! }];
  });
}

function boundsOf(values: readonly number[]): ReadonlySet<number> {
  const sorted = values.toSorted((a, b) => a - b);
  return new Set(sorted.length === 0 ? [] : QUANTILES.map((share) => quantile(sorted, share)));
}
