import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { Knex } from "knex";
import { z } from "zod";
import { ARCHIVE_HOME } from "../model/archive-home.ts";
import {
  CONTRADICTED_MACHINES,
  FORGOTTEN_UNTIL,
  LEARNING_PAUSES,
  PAUSED_SINCE,
  WATCHED_HABITS,
} from "../model/key-value-store.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";

const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

const line = z.object({
  pattern: row,
  suggestion: row.and(z.object({ id: z.number() })),
  feedback: z.array(row),
  /** Automations that still have to be removed from the home, as of this line. */
  removals: z.array(z.string()),
});

type Line = z.infer<typeof line>;

const KEPT: readonly string[] = [
  PAUSED_SINCE,
  LEARNING_PAUSES,
  FORGOTTEN_UNTIL,
  ARCHIVE_HOME,
  CONTRADICTED_MACHINES,
  WATCHED_HABITS,
];

/**
 * Exclusions, the learning pause, deletions, the home that the database belongs to, contradictions, watched habits,
 * and the ids that entities had before: an excluded entity that was renamed stays excluded.
 */
const privacyLine = z.object({
  exclusions: z.array(row),
  kept_values: z.array(row),
  entity_moves: z.array(row).default([]),
});

type PrivacyLine = z.infer<typeof privacyLine>;

/**
 * Users' decisions in a file beside the database and independent of it: one line of JSON for each step with the rows of
 * the suggestion at that time, and one for privacy settings. It is read when the database is lost.
 */
export interface DecisionJournal {
  /** Appends a suggestion's current state, and that of the one whose automation it fixes. Resolves once flushed to disk. */
  note(suggestionId: number): Promise<void>;
  /** Rewrites the journal from the database, so that it has each decided suggestion once. */
  compact(): Promise<void>;
  /** Restores its content into a database without suggestions. Returns the number of restored suggestions. */
  restore(): Promise<number>;
}

export function createDecisionJournal(database: Knex, path: string): DecisionJournal {
  const writing = createSerialQueue();
  return {
    note: (suggestionId) =>
      writing.run(async () => {
        const fixed = database("suggestions").where({ id: suggestionId }).select("fixes_automation_id");
        const origins: readonly number[] = await database("suggestions")
          .whereIn("ha_automation_id", fixed)
          .whereNot({ id: suggestionId })
          .pluck("id");
        await write(path, "a", await linesOf(database, [...origins, suggestionId]));
      }),
    compact: () =>
      writing.run(async () => {
        const decided: readonly number[] = await database("suggestions")
          .whereNot({ status: "pending" })
          .orWhere({ is_modified: 1 })
          .orWhereNotNull("watching_since")
          .orWhereNotNull("snoozed_until")
          .orWhereIn("id", database("user_feedback").select("suggestion_id"))
          .pluck("id");
        const lines = [await privacyOf(database), ...(await linesOf(database, decided))];
        await write(`${path}.new`, "w", lines);
        await rename(`${path}.new`, path);
        await syncFolder(dirname(path));
      }),
    restore: async () => {
      const { lines, privacy } = await readLines(path);
      if (privacy !== undefined) await restorePrivacy(database, privacy);
      const last = new Map(lines.map((one) => [one.suggestion.id, one]));
      await database.transaction(async (trx) => {
        for (const { pattern, suggestion, feedback } of last.values()) {
          await insertColumns(trx, "patterns", pattern);
          await insertColumns(trx, "suggestions", suggestion);
          for (const one of feedback) await insertColumns(trx, "user_feedback", one);
        }
        for (const id of lines.at(-1)?.removals ?? [])
          await trx("removals").insert({ ha_automation_id: id }).onConflict().ignore();
      });
      return last.size;
    },
  };
}

async function linesOf(database: Knex, ids: readonly number[]): Promise<readonly Line[]> {
  const removals: readonly string[] = await database("removals").pluck("ha_automation_id");
  const suggestions = z.array(line.shape.suggestion).parse(await database("suggestions").whereIn("id", ids));
  const lines: Line[] = [];
  for (const suggestion of suggestions) {
    const [pattern] = z.array(row).parse(await database("patterns").where({ id: suggestion.pattern_id }));
    const feedback = z.array(row).parse(await database("user_feedback").where({ suggestion_id: suggestion.id }));
    if (pattern !== undefined) lines.push({ pattern, suggestion, feedback, removals: [...removals] });
  }
  return lines;
}

async function write(path: string, flags: "a" | "w", lines: readonly (Line | PrivacyLine)[]): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable only after its folder was flushed. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

async function privacyOf(database: Knex): Promise<PrivacyLine> {
  return privacyLine.parse({
    exclusions: await database("exclusions").select(),
    entity_moves: await database("entity_moves").select(),
    kept_values: await database("kept_values").whereIn("name", KEPT).select(),
  });
}

/** Only into an empty database, since others have their own settings. Deleted history is marked as covered: it is not read again. */
async function restorePrivacy(
  database: Knex,
  { exclusions, kept_values: values, entity_moves: moves }: PrivacyLine,
): Promise<void> {
  if ((await database("coverage").first()) !== undefined || (await database("exclusions").first()) !== undefined)
    return;
  await database.transaction(async (trx) => {
    for (const one of exclusions) await trx("exclusions").insert(one);
    for (const one of moves) await insertColumns(trx, "entity_moves", one);
    for (const one of values) await trx("kept_values").insert(one).onConflict("name").merge();
    const deletedUntil = z.coerce.number().safeParse(values.find(({ name }) => name === FORGOTTEN_UNTIL)?.value);
    if (deletedUntil.success) await trx("coverage").insert({ from_ms: 0, to_ms: deletedUntil.data });
  });
}

/** Skips unreadable lines: a line that a crash cut off belongs to a step that was never confirmed. */
async function readLines(
  path: string,
): Promise<{ readonly lines: readonly Line[]; readonly privacy: PrivacyLine | undefined }> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  const values = text.split("\n").map(parseJson);
  const read = <T>(schema: z.ZodType<T>): readonly T[] =>
    values.flatMap((value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
  return { lines: read(line), privacy: read(privacyLine).at(-1) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ignores columns that this version does not have. */
async function insertColumns(trx: Knex.Transaction, table: string, values: z.infer<typeof row>): Promise<void> {
  const columns = await trx(table).columnInfo();
  const existing = Object.fromEntries(Object.entries(values).filter(([name]) => name in columns));
  await trx(table).insert(existing).onConflict("id").merge();
}
