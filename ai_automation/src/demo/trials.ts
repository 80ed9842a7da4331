import { matches } from "../automation/plan.ts";
import { meaningOfCall } from "../automation/read/service-call.ts";
import type { Acted, EntityState, HomeCall, HomeTrials } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";

export interface SimulatedTrials extends HomeTrials {
  /** The changes made by trials, oldest first, for the recording. */
  readonly changes: () => readonly StateChange[];
}

/** Trials in the simulated home: only the states change, as nothing is there to be switched. */
export function createSimulatedTrials(parts: {
  /** Why nothing can be tried; undefined while the home runs. */
  readonly away: () => { readonly outcome: "away"; readonly reason: string } | undefined;
  /** The state that the simulation has an entity in; undefined if it does not have it. */
  readonly stateOf: (entityId: string) => string | undefined;
  readonly now: Now;
}): SimulatedTrials {
  const { away, stateOf, now } = parts;
  const changes: StateChange[] = [];

  const change = (entityId: string, state: string, userId: string | null): void => {
    if (stateOf(entityId) === state) return;
    changes.push({ entityId, state, at: now(), cause: { kind: "person", userId, via: "trial" } });
    if (changes.length > MOST) changes.shift();
  };
  const call = ({ domain, service, data }: HomeCall, userId: string | null): void => {
    const { outcomes } = meaningOfCall({ name: `${domain}.${service}`, data });
    const before = new Map(outcomes.map(({ entityId }) => [entityId, stateOf(entityId)]));
    for (const { entityId, state, from } of outcomes) {
      const current = before.get(entityId);
      if (current !== undefined && (from === undefined || matches(from, current))) change(entityId, state, userId);
    }
  };

  return {
    changes: () => changes,
    states: async (entityIds) => {
      if (away() !== undefined) return "away";
      return entityIds.flatMap((entityId): readonly EntityState[] => {
        const state = stateOf(entityId);
        return state === undefined ? [] : [{ entityId, state, attributes: {} }];
      });
    },
    call: async (calls, userId): Promise<Acted> => {
      const refusal = away();
      if (refusal === undefined) for (const one of calls) call(one, userId);
      return refusal ?? { outcome: "done" };
    },
    restore: async (states, userId): Promise<Acted> => {
      const refusal = away();
      if (refusal === undefined) for (const { entityId, state } of states) change(entityId, state, userId);
      return refusal ?? { outcome: "done" };
    },
  };
}

/** More than anybody tries between two recordings. */
const MOST = 1_000;
