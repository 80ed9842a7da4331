import { tmpdir } from "node:os";
import { readSource } from "../compose/history-sources.ts";
import { createRowWriter, type OnRow } from "../history/frame/columns.ts";
import { createDictionary, type Dictionary } from "../history/frame/dictionary.ts";
import { CONTEXT_CODE, createFrameBuilder, type Frame } from "../history/frame/frame.ts";
import { type RecordingRow } from "../history/recording/parse-recording.ts";
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
  const { hasOffsets, downtimes, leftOut } = await readRows(file, ({ at, entityId, state, context, follows }) => {
    rows.push(at, entities.code(entityId), states.code(state), CONTEXT_CODE[context]);
    if (follows) followers.add(count);
    count += 1;
  });
  const clock = clockOf(zone, hasOffsets);
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
          if (at >= from && at < to) onRow(at, entityCodes(entity), stateCodes(state), context);
        });
      let index = 0;
      rows.forEach((at, entity, state) => {
        if (at >= from && at < to) {
          entityCodes(entity);
          stateCodes(state);
          if (followers.has(index)) builder.followers.add(at, entityCodes(entity));
        }
        index += 1;
      });
      return builder.finish({ forEach });
    },
  };
}

/** Codes of one dictionary in another, which gets each name at its first use. */
function createCodes({ names }: Dictionary, codeOf: (name: string) => number): (code: number) => number {
  const codes = new Int32Array(names.length).fill(-1);
  return (code) => {
    if (codes[code] === -1) codes[code] = codeOf(names[code]!);
    return codes[code]!;
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
}

async function readRows(file: string, onRow: (row: Row) => void): Promise<Read> {
  const now = Date.now();
  if (!(await isSqliteFile(file))) {
    const { hasOffsets, leftOut } = await readRecording(file, onRow, plausibleTime(now));
    return { hasOffsets, leftOut, downtimes: [] };
  }
  const userKindOf = await knownUsers(file, serviceAccounts());
  const options = { zone: null, userKindOf, after: null, now, workFolder: tmpdir(), rowsAPiece: ROWS_A_PIECE };
  let leftOut = 0;
  let known: readonly Interval[] = [];
  for await (const { changes, downtimes, leftOut: rows } of readSource(file, options)) {
    leftOut += rows.impossibleTime ?? 0;
    known = downtimes ?? known;
    for (const { at, entityId, state, cause } of changes)
      onRow({ at, entityId, state, context: contextOf(cause), follows: cause.follows });
  }
  return { hasOffsets: true, leftOut, downtimes: known };
}

export function reportLeftOut({ leftOut }: Pick<LoadedRecording, "leftOut">): void {
  if (leftOut > 0) process.stderr.write(`left out: ${leftOut} rows with an impossible time\n`);
}
