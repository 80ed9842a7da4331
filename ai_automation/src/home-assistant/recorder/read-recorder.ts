import { z } from "zod";
import {
  createLogbookAttribution,
  type LogbookAttribution,
  type LogbookCall,
} from "../../history/attribution/logbook-attribution.ts";
import { downtimesOf } from "../../history/attribution/thin-evidence.ts";
import type { UserKindOf } from "../../history/attribution/users.ts";
import { createInstantSeparator } from "../../history/separate-instants.ts";
import { UNKNOWN } from "../../model/cause.ts";
import type { HistoryPiece, SourceMark } from "../../model/history-piece.ts";
import type { LevelChange } from "../../model/level.ts";
import { domainOf, isGapState, REMOVED_STATE, type StateChange } from "../../model/state-change.ts";
import { instantOfSeconds } from "../instants.ts";
import { createOccurrences, recordedState } from "../occurrences.ts";
import { isStored } from "../stored-entities.ts";
import { createLogbookContexts, type LogbookContexts } from "./logbook-contexts.ts";
import { originOf } from "./logbook-events.ts";
import { createRecorderLevels } from "./recorder-levels.ts";
import type { RecorderEntity, RecorderTables, StateRow } from "./recorder-tables.ts";
import type { EventRow } from "./rows.ts";

export interface RecorderReading {
  readonly userKindOf: UserKindOf;
  /** Where an earlier import stopped. */
  readonly after: SourceMark | null;
  readonly rowsAPiece: number;
}

/** Read before the position where an import resumes, for contexts, calls and previous states. */
const LEAD_SECONDS = 600;

/** Reads a recorder's tables in chronological order; changes and causes equal those of the logbook and the history. */
export async function* readRecorder(
  tables: RecorderTables,
  { userKindOf, after, rowsAPiece }: RecorderReading,
): AsyncGenerator<HistoryPiece> {
  const { span } = tables;
  if (span === null) return;
  const mark = after !== null && (await tables.has(after.stateId, after.seconds)) ? after : null;
  const interpreter = createInterpreter(tables, userKindOf);
  let last = { id: 0, seconds: mark === null ? span.first : mark.seconds - LEAD_SECONDS };
  let eventsUntil = last.seconds - LEAD_SECONDS;
  let covered = instantOfSeconds(mark?.seconds ?? span.first);
  for (;;) {
    const rows = await tables.states(last, rowsAPiece);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    const events = await tables.events(eventsUntil, newest.seconds);
    const { changes, levels } = await interpreter.interpret(rows, events, (row) => mark === null || isAfter(row, mark));
    last = newest;
    eventsUntil = newest.seconds;
    const isEnd = rows.length < rowsAPiece;
    const to = Math.max(covered, instantOfSeconds(newest.seconds) + (isEnd ? 1 : 0));
    const share = span.last === span.first ? 1 : (newest.seconds - span.first) / (span.last - span.first);
    yield {
      changes,
      levels,
      covered: { from: covered, to },
      downtimes: downtimesOf(tables.restarts, tables.started),
      share: Math.min(1, share),
      mark: { stateId: newest.id, seconds: newest.seconds },
    };
    covered = to;
  }
}

const isAfter = (row: StateRow, mark: SourceMark): boolean =>
  row.seconds > mark.seconds || (row.seconds === mark.seconds && row.id > mark.stateId);

interface Interpreter {
  interpret(
    rows: readonly StateRow[],
    events: readonly EventRow[],
    isNew: (row: StateRow) => boolean,
  ): Promise<Pick<HistoryPiece, "changes" | "levels">>;
}

function createInterpreter(tables: RecorderTables, userKindOf: UserKindOf): Interpreter {
  const attribution = createLogbookAttribution({ userKindOf, restarts: tables.restarts });
  const contexts = createLogbookContexts();
  const instantOf = createInstantSeparator();
  const occurrences = createOccurrences();
  const states = new Map<number, string | null>();
  let attributes: Attributes = NONE;
  const recorderLevels = createRecorderLevels(userKindOf, (row) => attributes.of(row));

  const toChange = (row: StateRow, entity: RecorderEntity): StateChange | undefined => {
    const { entityId, isContinuous } = entity;
    const before = states.get(row.entity);
    const value = row.state ?? REMOVED_STATE;
    states.set(row.entity, value);
    if (value === before || !row.isChange) return undefined;
    const at = instantOfSeconds(row.seconds);
    const state = recordedState({ entityId, state: value, at, attributes: attributes.of(row) }, occurrences);
    const isFirst = !isContinuous && row.before === null;
    if (isFirst && !(isGapState(value) && before !== undefined)) return undefined;
    const context = isContinuous ? {} : contexts.resolve(row, { kind: "state", entityId });
    if (state === undefined || !isStored(entityId)) return undefined;
    const cause = isContinuous ? UNKNOWN : attribution.causeOf({ ...context, entity_id: entityId, state }, at);
    return { entityId, state, at: instantOf(entityId, at), cause };
  };

  return {
    interpret: async (rows, events, isNew) => {
      attributes = await attributesOf(rows, tables);
      const changes: StateChange[] = [];
      const levels: LevelChange[] = [];
      let next = 0;
      for (const row of rows) {
        for (let event = events[next]; event !== undefined && event.seconds <= row.seconds; event = events[++next])
          levels.push(...process(event, attribution, contexts).flatMap((call) => recorderLevels.ofCall(call)));
        const entity = tables.entities.get(row.entity);
        if (entity === undefined) continue;
        const change = toChange(row, entity);
        const level = recorderLevels.ofRow(row, entity, change);
        if (!isNew(row)) continue;
        if (change !== undefined) changes.push(change);
        if (level !== undefined) levels.push(level);
      }
      return { changes, levels };
    },
  };
}

/** Returns the service call, if the event is one. */
function process(event: EventRow, attribution: LogbookAttribution, contexts: LogbookContexts): readonly LogbookCall[] {
  const at = instantOfSeconds(event.seconds);
  const origin = originOf(event);
  const context = contexts.resolve(event, origin);
  if (origin.kind !== "call") return [];
  const call = { ...origin.call, at, context: { context_event_type: undefined, ...context }, contextId: event.context };
  attribution.recordCall(call);
  return [call];
}

/** The attributes of rows, loaded only for entities whose attributes are needed. */
interface Attributes {
  of(row: StateRow): Readonly<Record<string, unknown>>;
}

const NONE: Attributes = { of: () => ({}) };

async function attributesOf(rows: readonly StateRow[], tables: RecorderTables): Promise<Attributes> {
  const ids = new Set<number>();
  for (const { entity: id, attributes } of rows) {
    const entity = tables.entities.get(id);
    if (attributes === null || entity === undefined) continue;
    if (entity.storesLevels || domainOf(entity.entityId) === "event") ids.add(attributes);
  }
  const texts = await tables.attributes([...ids]);
  return { of: ({ attributes }) => attributesIn(texts.get(attributes ?? -1)) };
}

const attributesSchema = z.record(z.string(), z.unknown());

/** Unreadable attributes count as empty: the row's state may still be valid. */
function attributesIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return attributesSchema.parse(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}
