import type { Interval } from "../model/state-change.ts";
import type { UnitStretch } from "../model/unit.ts";
import { fetchStates } from "./fetch-states.ts";
import { instantOfSeconds } from "./instants.ts";
import type { Session } from "./session.ts";
import { unitIn, unitStretches } from "./units.ts";

/** Reads the units of entities from the recorder's history, window by window. */
export interface UnitReader {
  read(session: Session, window: Interval, entityIds: readonly string[]): Promise<readonly UnitStretch[]>;
}

/**
 * Attributes make most of a history, so only those at both ends of a window are read, and all of them for the entities
 * whose unit differs at its end, or that have none at its start yet. Adjacent windows share an end. A unit that is changed
 * and changed back within a window goes unnoticed, unless live events report it.
 */
export function createUnitReader(): UnitReader {
  let last: { readonly at: number; readonly units: ReadonlyMap<string, string> } | undefined;
  const unitsAt = async (
    session: Session,
    at: number,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> => {
    if (last?.at !== at) last = { at, units: await readUnitsAt(session, at, ids) };
    return last.units;
  };
  return {
    read: async (session, window, entityIds) => {
      if (entityIds.length === 0) return [];
      const after = await unitsAt(session, window.to, entityIds);
      const before = await unitsAt(session, window.from, entityIds);
      const isChanged = (entityId: string): boolean => before.get(entityId) !== after.get(entityId);
      const unchanged = [...before].filter(([entityId]) => !isChanged(entityId));
      const changed = [...after.keys()].filter(isChanged);
      return [
        ...unchanged.map(([entityId, unit]) => ({ entityId, ...window, unit })),
        ...(await readChanges(session, window, changed)),
      ];
    },
  };
}

/** The units of the last states until an instant. */
async function readUnitsAt(
  session: Session,
  at: number,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const units = new Map<string, string>();
  for await (const [entityId, rows] of fetchStates(session, { from: at, to: at }, entityIds, "attributes")) {
    const unit = rows.map(({ a = {} }) => unitIn(a)).findLast((one) => one !== null);
    if (unit !== null && unit !== undefined) units.set(entityId, unit);
  }
  return units;
}

async function readChanges(
  session: Session,
  window: Interval,
  entityIds: readonly string[],
): Promise<readonly UnitStretch[]> {
  const stretches: UnitStretch[] = [];
  for await (const [entityId, rows] of fetchStates(session, window, entityIds, "attributes"))
    stretches.push(
      ...unitStretches(
        entityId,
        rows.map(({ lu, a }) => ({ at: Math.max(window.from, instantOfSeconds(lu)), attributes: a })),
        window.to,
      ),
    );
  return stretches;
}
