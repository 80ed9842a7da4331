import type { EntitiesIn } from "../history/attribution/called-entities.ts";
import { createLogbookAttribution, type LogbookCall } from "../history/attribution/logbook-attribution.ts";
import type { LogbookRow } from "../history/attribution/logbook-cause.ts";
import { BEFORE_START } from "../history/attribution/thin-evidence.ts";
import type { UserKindOf } from "../history/attribution/users.ts";
import { separateInstants } from "../history/separate-instants.ts";
import type { AutomationRun } from "../model/automation.ts";
import { UNKNOWN } from "../model/cause.ts";
import type { LevelChange } from "../model/level.ts";
import { domainOf, type Interval, type StateChange } from "../model/state-change.ts";
import { CommandFailed } from "./errors.ts";
import { levelsByCalls, readRecordedLevels, withCauses } from "./fetch-level-history.ts";
import { fetchStates, OVERLAP } from "./fetch-states.ts";
import { instantOfSeconds, isoOf } from "./instants.ts";
import { createOccurrences, recordedState, type Occurrences } from "./occurrences.ts";
import { runOf } from "./run-trigger.ts";
import type { Session } from "./session.ts";
import { isStored } from "./stored-entities.ts";
import { actionCallsSchema, logbookSchema, type WireLogbookRow } from "./wire.ts";

export interface WindowRead {
  readonly changes: readonly StateChange[];
  readonly levels: readonly LevelChange[];
  readonly runs: readonly AutomationRun[];
  /** Whether the recorder has no rows at all in the window. */
  readonly isEmpty: boolean;
}

export interface WindowParts {
  readonly userKindOf: UserKindOf;
  readonly entitiesIn?: EntitiesIn;
  /** Entities that the logbook omits. */
  readonly continuous: readonly string[];
  /** Entities whose levels the recorder stores. */
  readonly levelEntities: readonly string[];
}

/** Reads the recorder's data of a window: the logbook, which has causes, and the history for entities it omits. */
export async function readWindow(session: Session, window: Interval, parts: WindowParts): Promise<WindowRead> {
  const rows = await readLogbook(session, window);
  const calls = await readCalls(session, window);
  const continuous = await readHistory(session, window, parts.continuous.filter(isStored));
  const isInside = ({ at }: { readonly at: number }): boolean => at >= window.from && at < window.to;
  const isInHistory = new Set(parts.continuous);
  const attributesAt = await readEventAttributes(session, window, eventEntitiesIn(rows));
  const logged = attributed(rows, calls, attributesAt, parts).filter(({ entityId }) => !isInHistory.has(entityId));
  const changes = separateInstants([...continuous, ...logged].filter(isInside));
  const recorded = await readRecordedLevels(session, window, parts.levelEntities);
  const levels = [...levelsByCalls(calls, parts.userKindOf), ...withCauses(recorded, changes)].filter(isInside);
  const isEmpty = changes.length === 0 && !rows.some(({ when }) => isInside({ at: instantOfSeconds(when) }));
  return { changes, levels, runs: rows.flatMap(runsIn).filter(isInside), isEmpty };
}

/** A restart is logged when it ends, so the time shortly after the window is read, too. */
const readLogbook = (session: Session, { from, to }: Interval): Promise<readonly WireLogbookRow[]> =>
  session.call(logbookSchema, {
    type: "logbook/get_events",
    start_time: isoOf(from - OVERLAP),
    end_time: isoOf(to + BEFORE_START),
  });

/** Service calls with their data; empty for users who are not administrators and for older versions. */
async function readCalls(session: Session, { from, to }: Interval): Promise<readonly LogbookCall[]> {
  const message = { type: "logbook/get_action_calls", start_time: isoOf(from - OVERLAP), end_time: isoOf(to) };
  try {
    const calls = await session.call(actionCallsSchema, message);
    return calls.map(({ when, domain, service, service_data, context_id, ...context }) => ({
      at: instantOfSeconds(when),
      domain,
      service,
      data: service_data ?? {},
      context: { ...context, context_event_type: context.context_event_type },
      contextId: context_id ?? null,
    }));
  } catch (error) {
    if (error instanceof CommandFailed) return [];
    throw error;
  }
}

async function readHistory(
  session: Session,
  window: Interval,
  entityIds: readonly string[],
): Promise<readonly StateChange[]> {
  const changes: StateChange[] = [];
  for await (const [entityId, states] of fetchStates(session, window, entityIds, "states"))
    for (const { s, lu } of states) changes.push({ entityId, state: s, at: instantOfSeconds(lu), cause: UNKNOWN });
  return changes;
}

/** The attributes of an event at the instant that is its state, where the history has them. */
type AttributesAt = (entityId: string, state: string) => Readonly<Record<string, unknown>> | undefined;

const eventEntitiesIn = (rows: readonly WireLogbookRow[]): readonly string[] => [
  ...new Set(rows.map(({ entity_id }) => entity_id ?? "").filter((entityId) => domainOf(entityId) === "event")),
];

/** The logbook has an event's type, but not the button that was pressed (components/logbook/processor.py, 2026.11). */
async function readEventAttributes(
  session: Session,
  { from, to }: Interval,
  entityIds: readonly string[],
): Promise<AttributesAt> {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const window = { from, to: to + BEFORE_START };
  for await (const [entityId, states] of fetchStates(session, window, entityIds, "attributes"))
    for (const { s, a } of states) if (a !== undefined) known.set(`${entityId} ${s}`, a);
  return (entityId, state) => known.get(`${entityId} ${state}`);
}

function attributed(
  rows: readonly WireLogbookRow[],
  calls: readonly LogbookCall[],
  attributesAt: AttributesAt,
  { userKindOf, entitiesIn }: WindowParts,
): readonly StateChange[] {
  const restarts = rows.filter(isRestart).map(({ when, message }) => ({
    at: instantOfSeconds(when),
    kind: message === "stopped" ? ("stop" as const) : ("start" as const),
  }));
  const attribution = createLogbookAttribution({ userKindOf, entitiesIn, restarts });
  const occurrences = createOccurrences();
  const changes: StateChange[] = [];
  let next = 0;
  for (const row of rows) {
    const at = instantOfSeconds(row.when);
    for (let call = calls[next]; call !== undefined && call.at <= at; call = calls[++next])
      attribution.recordCall(call);
    const change = changeOf(row, occurrences, attributesAt);
    if (change === undefined || !isStored(change.entity_id)) continue;
    changes.push({ entityId: change.entity_id, state: change.state, at, cause: attribution.causeOf(change, at) });
  }
  return changes;
}

/** Rows of runs ("triggered by …") have no state; rows of an automation being turned on or off have one. */
const runsIn = ({ domain, entity_id: entityId, state, when, source }: WireLogbookRow): readonly AutomationRun[] =>
  domain === "automation" && entityId?.startsWith("automation.") && !state
    ? [runOf(entityId, instantOfSeconds(when), source)]
    : [];

/** "Home Assistant started" and "stopped": the only rows of this domain. */
const isRestart = ({ domain, entity_id, state }: WireLogbookRow): boolean =>
  domain === "homeassistant" && !entity_id && !state;

function changeOf(row: WireLogbookRow, occurrences: Occurrences, attributesAt: AttributesAt): LogbookRow | undefined {
  const { entity_id: entityId, state, attributes, ...context } = row;
  if (!entityId || !state) return undefined;
  const written = attributesAt(entityId, state);
  // Without the attributes, one button would be any button.
  if (written === undefined && attributes?.event_type) return undefined;
  const at = instantOfSeconds(row.when);
  const recorded = recordedState({ entityId, state, at, attributes: written ?? {} }, occurrences);
  return recorded === undefined ? undefined : { ...context, entity_id: entityId, state: recorded };
}
