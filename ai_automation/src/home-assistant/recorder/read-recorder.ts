import {
  createLogbookAttribution,
  type LogbookAttribution,
  type LogbookCall,
} from "../../history/attribution/logbook-attribution.ts";
import { downtimesOf } from "../../history/attribution/thin-evidence.ts";
import type { UserKindOf } from "../../history/attribution/users.ts";
import { createInstantSeparator } from "../../history/separate-instants.ts";
import { UNKNOWN, type Cause } from "../../model/cause.ts";
import type { HistoryPiece, SourceMark } from "../../model/history-piece.ts";
import type { LevelChange } from "../../model/level.ts";
import { isGapState, REMOVED_STATE, type StateChange } from "../../model/state-change.ts";
import { instantOfSeconds } from "../instants.ts";
import { createOccurrences, recordedState } from "../occurrences.ts";
import { attributesIn, NO_ATTRIBUTES } from "./attributes.ts";
import { createLogbookContexts, type LogbookContexts } from "./logbook-contexts.ts";
import { createOrigins, type Origin } from "./logbook-events.ts";
import { createPredecessors } from "./predecessors.ts";
import { createRecorderLevels } from "./recorder-levels.ts";
import type { RecorderTables } from "./recorder-tables.ts";
import { createRecorderUnits, type RecorderUnits } from "./recorder-units.ts";
import type { EventRow, RecorderEntity, StateRow } from "./rows.ts";

export interface RecorderReading {
  readonly userKindOf: UserKindOf;
  /** Where an earlier import stopped. */
  readonly after: SourceMark | null;
  readonly rowsAPiece: number;
}

/** Read before the position where an import resumes, for contexts, calls and previous states. */
const LEAD_SECONDS = 600;

/** Rows in memory at a time. They are garbage before the collector has to move them, which is most of its work. */
const ROWS_A_PAGE = 1_000;

/**
 * Reads a recorder's tables in chronological order; changes and causes equal those of the logbook and the history. Rows
 * that cannot be read are counted.
 * @throws RecorderError
 */
export async function* readRecorder(
  tables: RecorderTables,
  { userKindOf, after, rowsAPiece }: RecorderReading,
): AsyncGenerator<HistoryPiece> {
  const { span, rowsWithoutTime } = tables;
  if (span === null) return;
  const mark = after !== null && (await tables.has(after.stateId, after.seconds)) ? after : null;
  const interpreter = createInterpreter(tables, userKindOf);
  const downtimes = downtimesOf(tables.restarts, tables.started);
  const from = mark === null ? span.first : mark.seconds - LEAD_SECONDS;
  let eventsUntil = from - LEAD_SECONDS;
  let covered = instantOfSeconds(mark?.seconds ?? span.first);
  let collected = nothing();
  for await (const rows of tables.states(from, Math.min(rowsAPiece, ROWS_A_PAGE))) {
    const newest = rows.at(-1);
    if (newest === undefined) continue;
    await interpreter.interpret(rows, await tables.events(eventsUntil, newest.seconds), mark, collected);
    eventsUntil = newest.seconds;
    if (collected.read < rowsAPiece) continue;
    const to = Math.max(covered, instantOfSeconds(newest.seconds));
    const share = span.last === span.first ? 1 : (newest.seconds - span.first) / (span.last - span.first);
    yield {
      ...pieceOf(collected),
      covered: { from: covered, to },
      units: interpreter.units(),
      downtimes,
      share: Math.min(1, share),
      mark: { stateId: newest.id, seconds: newest.seconds },
    };
    covered = to;
    collected = nothing();
  }
  const { rows, leftOut, ...rest } = pieceOf(collected);
  yield {
    ...rest,
    covered: { from: covered, to: Math.max(covered, instantOfSeconds(span.last) + 1) },
    units: interpreter.units(),
    downtimes,
    share: 1,
    rows: rows + rowsWithoutTime,
    leftOut: { ...leftOut, impossibleTime: rowsWithoutTime },
    mark: null,
  };
}

const isAfter = (row: StateRow, mark: SourceMark): boolean =>
  row.seconds > mark.seconds || (row.seconds === mark.seconds && row.id > mark.stateId);

/** A piece that is being read. */
interface Collected {
  readonly changes: StateChange[];
  readonly levels: LevelChange[];
  readonly corrections: StateChange[];
  readonly leftOut: { unknownEntity: number; noPredecessor: number };
  read: number;
  /** Rows that are not from before the mark. */
  isNew: number;
}

const nothing = (): Collected => ({
  changes: [],
  levels: [],
  corrections: [],
  leftOut: { unknownEntity: 0, noPredecessor: 0 },
  read: 0,
  isNew: 0,
});

const pieceOf = ({
  changes,
  levels,
  corrections,
  leftOut,
  isNew,
}: Collected): Pick<HistoryPiece, "changes" | "levels" | "corrections" | "leftOut" | "rows"> => ({
  changes,
  levels,
  corrections,
  leftOut,
  rows: isNew,
});

interface Interpreter {
  interpret(
    rows: readonly StateRow[],
    events: readonly EventRow[],
    mark: SourceMark | null,
    collected: Collected,
  ): Promise<void>;
  /** The units of the rows since the last call. */
  readonly units: RecorderUnits["take"];
}

function createInterpreter(tables: RecorderTables, userKindOf: UserKindOf): Interpreter {
  const attribution = createLogbookAttribution({ userKindOf, restarts: tables.restarts });
  const contexts = createLogbookContexts();
  const originOf = createOrigins();
  const instantOf = createInstantSeparator();
  const occurrences = createOccurrences();
  const predecessors = createPredecessors(tables);
  let attributes: Attributes = NONE;
  const recorderLevels = createRecorderLevels(userKindOf, (row) => attributes.of(row));
  const recorderUnits = createRecorderUnits((row) => attributes.of(row));

  const causeOf = (row: StateRow, { entityId, isContinuous }: RecorderEntity, state: string, at: number): Cause => {
    if (isContinuous) return UNKNOWN;
    const context = row.isTraceable ? contexts.resolve(row, { kind: "state", entityId }) : {};
    const cause = attribution.causeOf({ ...context, entity_id: entityId, state }, at);
    const isByNobodyKnown = row.parent !== null && Object.keys(context).length === 0;
    return row.isTraceable && !isByNobodyKnown ? cause : UNKNOWN;
  };

  const toChange = (row: StateRow, entity: RecorderEntity): StateChange | "noPredecessor" | undefined => {
    const { entityId, isContinuous } = entity;
    const value = row.state ?? REMOVED_STATE;
    const before = predecessors.replace(entity, row, value);
    if (value === before.value || !row.isChange) return undefined;
    const at = instantOfSeconds(row.seconds);
    const state = entity.isOccurrence
      ? recordedState({ entityId, state: value, at, attributes: attributes.of(row) }, occurrences)
      : value;
    const isAtStart = !isContinuous && !before.isKnown;
    if (isAtStart && !(isGapState(value) && before.value !== undefined)) return "noPredecessor";
    if (state === undefined || !entity.isStored) {
      if (!isContinuous && row.isTraceable) contexts.resolve(row, { kind: "state", entityId });
      return undefined;
    }
    return { entityId, state, at: instantOf(entityId, at), cause: causeOf(row, entity, state, at) };
  };

  return {
    interpret: async (rows, events, mark, collected) => {
      const { changes, levels, corrections, leftOut } = collected;
      attributes = await attributesOf(rows, tables);
      collected.read += rows.length;
      let next = 0;
      for (const row of rows) {
        for (let event = events[next]; event !== undefined && event.seconds <= row.seconds; event = events[++next])
          levels.push(
            ...process(event, originOf(event), attribution, contexts).flatMap((call) => recorderLevels.ofCall(call)),
          );
        const change = row.entity === undefined ? "unknownEntity" : toChange(row, row.entity);
        const seen = typeof change === "object" ? change : undefined;
        const level = row.entity === undefined ? undefined : recorderLevels.ofRow(row, row.entity, seen);
        if (row.entity !== undefined) recorderUnits.ofRow(row, row.entity);
        if (mark !== null && !isAfter(row, mark)) continue;
        collected.isNew += 1;
        if (typeof change === "string") leftOut[change] += 1;
        if (seen !== undefined) changes.push(seen);
        if (seen !== undefined && isCorrection(row, seen)) corrections.push(seen);
        if (level !== undefined) levels.push(level);
      }
    },
    units: () => recorderUnits.take(),
  };
}

/** Whether an earlier import may have taken the cause for another one; that of a continuous sensor is always unknown. */
const isCorrection = (row: StateRow, { cause }: StateChange): boolean =>
  row.entity?.isContinuous === false && (!row.isTraceable || !isDoubtful(cause));

const isDoubtful = ({ kind }: Cause): boolean => kind === "physical" || kind === "unknown";

/** Returns the service call, if the event is one. */
function process(
  event: EventRow,
  origin: Origin,
  attribution: LogbookAttribution,
  contexts: LogbookContexts,
): readonly LogbookCall[] {
  const at = instantOfSeconds(event.seconds);
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

const NONE: Attributes = { of: () => NO_ATTRIBUTES };

async function attributesOf(rows: readonly StateRow[], tables: RecorderTables): Promise<Attributes> {
  const texts = await tables.attributesOf(rows);
  return { of: ({ id }) => attributesIn(texts.get(id)) };
}
