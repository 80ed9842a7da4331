import { entitiesOf } from "../history/attribution/called-entities.ts";
import { causeOfCall, type LogbookCall } from "../history/attribution/logbook-attribution.ts";
import type { UserKindOf } from "../history/attribution/users.ts";
import { UNKNOWN } from "../model/cause.ts";
import type { LevelChange, Levels } from "../model/level.ts";
import { isGapState, type Interval, type StateChange } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { fetchStates } from "./fetch-states.ts";
import { instantOfSeconds } from "./instants.ts";
import { isEmpty, levelsChanged, levelsOf, levelsOfCall } from "./level-attributes.ts";
import type { Session } from "./session.ts";

/** A state and its attributes are written at the same instant, except for rounding. */
const SAME = SECOND;

/** Changes of levels that the recorder stored, without causes. */
export async function readRecordedLevels(
  session: Session,
  window: Interval,
  entityIds: readonly string[],
): Promise<readonly LevelChange[]> {
  const changes: LevelChange[] = [];
  for await (const [entityId, states] of fetchStates(session, window, entityIds, "attributes")) {
    let before: Levels = {};
    for (const { s, a, lu } of states) {
      if (a === undefined || isGapState(s)) continue;
      const after = levelsOf(entityId, a);
      const levels = levelsChanged(before, after);
      before = { ...before, ...after };
      if (!isEmpty(levels)) changes.push({ entityId, at: instantOfSeconds(lu), levels, cause: UNKNOWN });
    }
  }
  return changes;
}

/** Assigns to each level the cause of the state change at the same instant. */
export function withCauses(levels: readonly LevelChange[], changes: readonly StateChange[]): readonly LevelChange[] {
  const byEntity = Map.groupBy(changes, ({ entityId }) => entityId);
  return levels.map((level) => {
    const cause = byEntity.get(level.entityId)?.find(({ at }) => Math.abs(at - level.at) <= SAME)?.cause;
    return cause === undefined ? level : { ...level, cause };
  });
}

/** Levels that service calls set: for lights the only source, since the recorder does not store their brightness. */
export function levelsByCalls(calls: readonly LogbookCall[], userKindOf: UserKindOf): readonly LevelChange[] {
  return calls.flatMap((call) => {
    const levels = levelsOfCall(call.domain, call.service, call.data);
    if (isEmpty(levels)) return [];
    const cause = causeOfCall(call.context, userKindOf);
    return entitiesOf(call).map((entityId) => ({ entityId, at: call.at, levels, cause }));
  });
}
