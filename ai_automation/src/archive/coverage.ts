import type Database from "better-sqlite3";
import type { EntityInterval } from "../model/archive.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import type { NameIds } from "./name-ids.ts";

/** Which intervals Home Assistant has reported, and which intervals of entities were imported. */
export interface Coverage {
  mark(covered: Interval): void;
  markImported(intervals: readonly EntityInterval[]): void;
  /** Without changes that the other kind of source has reported already, possibly with less precise times. */
  withoutReported(changes: readonly StateChange[], isImport: boolean): readonly StateChange[];
}

/** Exports often have whole seconds. */
const SAME_CHANGE = SECOND;

export function createCoverage(connection: Database.Database, codeOf: NameIds): Coverage {
  const adjacent = connection.prepare<[number, number], Row>(
    "SELECT from_ms, to_ms FROM coverage WHERE to_ms >= ? AND from_ms <= ?",
  );
  const uncover = connection.prepare("DELETE FROM coverage WHERE from_ms = ?");
  const cover = connection.prepare("INSERT INTO coverage (from_ms, to_ms) VALUES (?, ?)");
  const adjacentImport = connection.prepare<[number, number, number], Row>(
    "SELECT from_ms, to_ms FROM import_coverage WHERE entity_ref = ? AND to_ms >= ? AND from_ms <= ?",
  );
  const uncoverImport = connection.prepare("DELETE FROM import_coverage WHERE entity_ref = ? AND from_ms = ?");
  const coverImport = connection.prepare("INSERT INTO import_coverage (entity_ref, from_ms, to_ms) VALUES (?, ?, ?)");
  const imported = connection.prepare<[number, number], Row & { readonly entity_id: string }>(
    `SELECT entity_id, from_ms, to_ms FROM import_coverage JOIN entities ON entities.id = entity_ref
     WHERE to_ms > ? AND from_ms <= ?`,
  );
  const near = connection
    .prepare<[number, number, number, number], number>(
      "SELECT 1 FROM changes WHERE entity_ref = ? AND at >= ? AND at <= ? AND state_ref = ? LIMIT 1",
    )
    .pluck();
  return {
    mark: ({ from, to }) => {
      if (from >= to) return;
      const merged = adjacent.all(from, to);
      for (const { from_ms } of merged) uncover.run(from_ms);
      cover.run(...union({ from, to }, merged));
    },
    markImported: (intervals) => {
      for (const { entityId, from, to } of intervals) {
        const entity = codeOf.entity(entityId);
        const merged = adjacentImport.all(entity, from, to);
        for (const { from_ms } of merged) uncoverImport.run(entity, from_ms);
        coverImport.run(entity, ...union({ from, to }, merged));
      }
    },
    withoutReported: (changes, isImport) => {
      const isReported = reportedBy(isImport ? coveredIn : importedIn, changes);
      return isReported === undefined
        ? changes
        : changes.filter(
            ({ entityId, at, state }) =>
              !isReported(entityId, at) ||
              near.get(codeOf.entity(entityId), at - SAME_CHANGE, at + SAME_CHANGE, codeOf.state(state)) === undefined,
          );
    },
  };

  function coveredIn(first: number, last: number): readonly Reported[] {
    return adjacent.all(first, last).map((row) => ({ ...row, entity_id: null }));
  }

  function importedIn(first: number, last: number): readonly Reported[] {
    return imported.all(first, last);
  }
}

interface Row {
  readonly from_ms: number;
  readonly to_ms: number;
}

interface Reported extends Row {
  /** Null for all entities. */
  readonly entity_id: string | null;
}

/** Undefined if none of the changes lies in a reported interval. */
function reportedBy(
  readIn: (first: number, last: number) => readonly Reported[],
  changes: readonly StateChange[],
): ((entityId: string, at: number) => boolean) | undefined {
  let first = Infinity;
  let last = -Infinity;
  for (const { at } of changes) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  const intervals = changes.length === 0 ? [] : readIn(first, last);
  if (intervals.length === 0) return undefined;
  const byEntity = Map.groupBy(intervals, ({ entity_id }) => entity_id);
  return (entityId, at) =>
    [...(byEntity.get(entityId) ?? []), ...(byEntity.get(null) ?? [])].some(
      ({ from_ms, to_ms }) => from_ms <= at && at < to_ms,
    );
}

const union = ({ from, to }: Interval, merged: readonly Row[]): readonly [from: number, to: number] => [
  Math.min(from, ...merged.map((one) => one.from_ms)),
  Math.max(to, ...merged.map((one) => one.to_ms)),
];
