import { tmpdir } from "node:os";
import { readSource } from "../compose/history-sources.ts";
import { createRowWriter, type OnRow } from "../history/frame/columns.ts";
import { createDictionary, type Dictionary } from "../history/frame/dictionary.ts";
import { CONTEXT_CODE, createFrameBuilder, type Frame } from "../history/frame/frame.ts";
import { type RecordingRow } from "../history/recording/parse-recording.ts";
import { inPresentUnit, type InPresentUnit } from "../history/units/present-unit.ts";
import { knownRepeats } from "../home-assistant/recorder/known-repeats.ts";
import { knownUsers } from "../home-assistant/recorder/known-users.ts";
import { isSqliteFile } from "../home-assistant/recorder/sqlite-file.ts";
import { readRecording } from "../imports/read-recording.ts";
import { contextOf } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import { NO_RULES, type EvidenceRules } from "../model/evidence-rules.ts";
import { plausibleTime } from "../model/plausible-time.ts";
import type { Interval } from "../model/state-change.ts";
import type { Location } from "../model/sun.ts";
import type { UnitStretch } from "../model/unit.ts";
import { clockOf } from "./options.ts";
import { serviceAccounts } from "./service-settings.ts";

/** A recording's rows as compact columns, from which frames of any part are built. */
export interface LoadedRecording {
  readonly clock: Clock;
  readonly hasOffsets: boolean;
  /** The registries in Home Assistant's storage next to a database. */
  readonly rules: EvidenceRules;
  /** Rows with an impossible time, which are not used. */
  readonly leftOut: number;
  /** The instant of the last row before `until`; -Infinity if there is none. */
  lastBefore(until: number): number;
  /** Only the rows in [from, to): nothing outside influences the frame. */
  frame(from: number, to: number): Frame;
}

/** Loads a recording or a Home Assistant recorder database. @throws RecordingError, RecorderError */
export async function loadRecording(file: string, zone: string, location: Location | null): Promise<LoadedRecording> {
  const entities = createDictionary();
  const states = createDictionary();
  const rows = createRowWriter();
  const followers = new Set<number>();
  let count = 0;
  const { hasOffsets, downtimes, leftOut, units } = await readRows(
    file,
    ({ at, entityId, state, context, follows }) => {
      rows.push(at, entities.code(entityId), states.code(state), CONTEXT_CODE[context]);
      if (follows) followers.add(count);
      count += 1;
    },
  );
  const clock = clockOf(zone, hasOffsets);
  const stateIn = presentStates({ entities, states }, units);
  const isRecorder = await isSqliteFile(file);
  return {
    clock,
    hasOffsets,
    rules: isRecorder ? await knownRepeats(file) : NO_RULES,
    leftOut,
    lastBefore: (until) => {
      let last = -Infinity;
      rows.forEach((at) => {
        if (at < until && at > last) last = at;
      });
      return last;
    },
    frame: (from, to) => {
      const builder = createFrameBuilder({ clock, location, downtimes, restoresOccurrences: !isRecorder });
      const entityCodes = createCodes(entities, (name) => builder.entity(name));
      const stateCodes = createCodes(states, (name) => builder.state(name));
      const forEach = (onRow: OnRow): void =>
        rows.forEach((at, entity, state, context) => {
          if (at < from || at >= to) return;
          const present = stateIn(at, entity, state);
          if (present !== undefined) onRow(at, entityCodes(entity), stateCodes(present), context);
        });
      let index = 0;
      rows.forEach((at, entity, state) => {
        const present = at >= from && at < to ? stateIn(at, entity, state) : undefined;
        if (present !== undefined) {
          entityCodes(entity);
          stateCodes(present);
          if (followers.has(index)) builder.followers.add(at, entityCodes(entity));
        }
        index += 1;
      });
      return builder.finish({ forEach });
    },
  };
}

/** The code of a row's state in the present unit of its entity; undefined if it cannot be converted. */
function presentStates(
  { entities, states }: { readonly entities: Dictionary; readonly states: Dictionary },
  units: readonly UnitStretch[],
): (at: number, entity: number, state: number) => number | undefined {
  const changed = new Map<number, InPresentUnit>();
  for (const [entityId, stretches] of Map.groupBy(units, (stretch) => stretch.entityId)) {
    const convert = inPresentUnit(stretches.toSorted((a, b) => a.from - b.from));
    if (convert !== undefined) changed.set(entities.code(entityId), convert);
  }
  if (changed.size === 0) return (_at, _entity, state) => state;
  return (at, entity, state) => {
    const convert = changed.get(entity);
    if (convert === undefined) return state;
    const converted = convert(at, states.names[state]!);
    return converted === undefined ? undefined : states.code(converted);
  };
}

/** Codes of one dictionary in another, which gets each name at its first use. */
function createCodes({ names }: Dictionary, codeOf: (name: string) => number): (code: number) => number {
  const codes = new Int32Array(names.length).fill(-1);
  return (code) => {
    const known = codes[code] ?? -1;
    if (known !== -1) return known;
    // Converted values are added later and do not fit in.
    const found = codeOf(names[code]!);
    codes[code] = found;
    return found;
  };
}

interface Row extends Omit<RecordingRow, "hasOffset"> {
  readonly follows?: boolean | undefined;
}

const ROWS_A_PIECE = 5_000;

interface Read {
  readonly hasOffsets: boolean;
  readonly leftOut: number;
  readonly downtimes: readonly Interval[];
  readonly units: readonly UnitStretch[];
}

async function readRows(file: string, onRow: (row: Row) => void): Promise<Read> {
  const now = Date.now();
  if (!(await isSqliteFile(file))) {
    const { hasOffsets, leftOut } = await readRecording(file, onRow, plausibleTime(now));
    return { hasOffsets, leftOut, downtimes: [], units: [] };
  }
  const userKindOf = await knownUsers(file, serviceAccounts());
  const options = { zone: null, userKindOf, after: null, now, workFolder: tmpdir(), rowsAPiece: ROWS_A_PIECE };
  let leftOut = 0;
  let known: readonly Interval[] = [];
  const stretches = new Map<string, UnitStretch>();
  for await (const { changes, downtimes, units = [], leftOut: rows } of readSource(file, options)) {
    leftOut += rows.impossibleTime ?? 0;
    known = downtimes ?? known;
    for (const one of units) stretches.set(`${one.entityId} ${one.from}`, one);
    for (const { at, entityId, state, cause } of changes)
      onRow({ at, entityId, state, context: contextOf(cause), follows: cause.follows });
  }
  return { hasOffsets: true, leftOut, downtimes: known, units: [...stretches.values()] };
}

export function reportLeftOut({ leftOut }: Pick<LoadedRecording, "leftOut">): void {
  if (leftOut > 0) process.stderr.write(`left out: ${leftOut} rows with an impossible time\n`);
}
