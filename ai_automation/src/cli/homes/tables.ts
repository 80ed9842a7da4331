import { z } from "zod";
import { parseAutomation } from "../../automation/read/automation.ts";
import { evaluatedDocument, minedDocument, replayedDocument } from "./result-documents.ts";
import type { DoneLine, ResultLine } from "./result-line.ts";

type ColumnType = "STRING" | "INT32" | "DOUBLE" | "BOOLEAN";

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A table over all homes, with the home's name in its first column. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** @throws ZodError for a result that the command did not write */
  rowsOf(this: void, line: ResultLine): readonly Row[];
}

/** The tables of the results of a command (docs/many-recordings.md). */
export function tablesOf(command: ResultLine["settings"]["command"]): readonly Table[] {
  switch (command) {
    case "mine":
      return [HOMES, SUGGESTIONS, NEAR_MISSES];
    case "evaluate":
      return [HOMES, METHODS];
    case "replay":
      return [HOMES, AUTOMATIONS];
  }
}

const place = z.looseObject({
  zone: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
});

const HOMES: Table = {
  name: "homes",
  columns: {
    home: "STRING",
    state: "STRING",
    error: "STRING",
    zone: "STRING",
    latitude: "DOUBLE",
    longitude: "DOUBLE",
    changes: "INT32",
    days: "INT32",
    left_out: "INT32",
    seconds: "DOUBLE",
  },
  rowsOf: (line) => {
    const { zone, latitude, longitude } = place.parse(line.settings);
    const isDone = line.state === "done";
    return [
      {
        home: line.home,
        state: line.state,
        error: isDone ? null : line.error,
        zone,
        latitude,
        longitude,
        changes: isDone ? line.changes : null,
        days: isDone ? line.days : null,
        left_out: isDone ? line.left_out : null,
        seconds: line.seconds,
      },
    ];
  },
};

const SUGGESTIONS: Table = {
  name: "suggestions",
  columns: {
    home: "STRING",
    position: "INT32",
    title: "STRING",
    pattern_type: "STRING",
    trigger: "STRING",
    conditions: "INT32",
    entity_id: "STRING",
    state: "STRING",
    is_reminder: "BOOLEAN",
    confidence: "DOUBLE",
    actions_seen: "INT32",
    learned_tp: "INT32",
    learned_fp: "INT32",
    held_out_tp: "INT32",
    held_out_fp: "INT32",
    held_out_noop: "INT32",
    held_out_days: "INT32",
    saved_per_week: "DOUBLE",
    false_per_week: "DOUBLE",
    alerts_per_week: "DOUBLE",
    automation: "STRING",
  },
  rowsOf: rowsOfDone(({ home, result }) =>
    minedDocument.parse(result).suggestions.map(({ evidence, automation, ...one }, index) => {
      const { triggers, conditions, effects, isReminder } = parseAutomation(automation);
      return {
        home,
        position: index + 1,
        title: one.title,
        pattern_type: one.pattern_type,
        trigger: triggers[0]?.kind ?? null,
        conditions: conditions.length,
        entity_id: effects[0]?.entityId ?? null,
        state: effects[0]?.state ?? null,
        is_reminder: isReminder,
        confidence: one.confidence,
        actions_seen: evidence.actions.length,
        learned_tp: evidence.learned.tp,
        learned_fp: evidence.learned.fp,
        held_out_tp: evidence.held_out.tp,
        held_out_fp: evidence.held_out.fp,
        held_out_noop: evidence.held_out.noop,
        held_out_days: evidence.held_out.days,
        saved_per_week: evidence.held_out.saved_per_week,
        false_per_week: evidence.held_out.false_per_week,
        alerts_per_week: evidence.held_out.alerts_per_week ?? null,
        automation: JSON.stringify(automation),
      };
    }),
  ),
};

const NEAR_MISSES: Table = {
  name: "near_misses",
  columns: {
    home: "STRING",
    title: "STRING",
    entity_id: "STRING",
    state: "STRING",
    reason: "STRING",
    has: "DOUBLE",
    needs: "DOUBLE",
    learned_tp: "INT32",
    learned_fp: "INT32",
    held_out_tp: "INT32",
    held_out_fp: "INT32",
  },
  rowsOf: rowsOfDone(({ home, result }) =>
    minedDocument.parse(result).near_misses.map(({ title, entity_id, state, reason, learned, held_out }) => ({
      home,
      title,
      entity_id,
      state,
      reason: reason.kind,
      has: reason.has,
      needs: reason.needs,
      learned_tp: learned.tp,
      learned_fp: learned.fp,
      held_out_tp: held_out.tp,
      held_out_fp: held_out.fp,
    })),
  ),
};

const METHODS: Table = {
  name: "methods",
  columns: {
    home: "STRING",
    protocol: "STRING",
    train_days: "INT32",
    method: "STRING",
    judged_by: "STRING",
    folds: "INT32",
    suggestions: "INT32",
    judged_days: "INT32",
    actions: "INT32",
    tp: "INT32",
    fp: "INT32",
    noop: "INT32",
    duplicates: "INT32",
    saved: "INT32",
  },
  rowsOf: rowsOfDone(({ home, result }) =>
    evaluatedDocument.parse(result).evaluations.flatMap(({ protocol, train_days, hands, ...labels }) =>
      [labels, ...(hands === null ? [] : [hands])].flatMap((side) =>
        side.methods.map(({ method, suggestions_by_fold, actions, ...tally }) => ({
          home,
          protocol,
          // Null is "all days before".
          train_days: train_days === "all" ? null : train_days,
          method,
          judged_by: side === hands ? "hands" : "labels",
          folds: suggestions_by_fold.length,
          suggestions: suggestions_by_fold.reduce((sum, count) => sum + count, 0),
          judged_days: side.judged_days,
          actions,
          ...tally,
        })),
      ),
    ),
  ),
};

const AUTOMATIONS: Table = {
  name: "automations",
  columns: {
    home: "STRING",
    alias: "STRING",
    verdict: "STRING",
    understanding: "STRING",
    unsupported: "STRING",
    days: "INT32",
    tp: "INT32",
    fp: "INT32",
    noop: "INT32",
    duplicates: "INT32",
    saved: "INT32",
    alerts_per_week: "DOUBLE",
  },
  rowsOf: rowsOfDone(({ home, result }) => {
    const { days, automations } = replayedDocument.parse(result);
    return automations.map(({ unsupported, ...one }) => ({
      home,
      days,
      ...one,
      unsupported: unsupported.length === 0 ? null : unsupported.join("; "),
    }));
  }),
};

function rowsOfDone(rows: (line: DoneLine) => readonly Row[]): Table["rowsOf"] {
  return (line) => (line.state === "done" ? rows(line) : []);
}
