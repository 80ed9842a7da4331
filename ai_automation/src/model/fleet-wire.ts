import { z } from "zod";
import { REJECT_REASONS, SUGGESTION_STATUSES } from "./suggestion.ts";

/** A report is this large at most, in bytes of JSON. */
export const MAX_REPORT_BYTES = 256 * 1024;

const MAX_SUGGESTIONS = 300;
const MAX_FIGURES = 200;
const MAX_REQUESTS = 50;

const word = z.string().regex(/^[a-z0-9_]{1,40}$/);
const count = z.number().int().min(0).max(1_000_000_000);
/** PostgreSQL has no year 0 (15, "8.5 Date/Time Types"). */
const instant = z.iso.datetime().refine((text) => !text.startsWith("0000"), "no year 0");
/** Text that PostgreSQL stores: it refuses the character 0 in text and half surrogate pairs in JSON ("8.14 JSON Types"). */
export const storedText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), "has characters that cannot be stored");
const share = z.number().min(0).max(1);

/** A thing of the home without its name: its kind, and its state if every home has it. */
const thing = z.strictObject({ kind: word, state: word.nullable() });

/** A suggestion without names. Times of day in minutes, weekdays from Monday = 0. */
export const structure = z.strictObject({
  trigger: z.strictObject({
    kind: z.enum(["clock", "sun", "state", "numeric", "event"]),
    of: thing.nullable(),
    time_of_day: z.number().int().min(0).max(1_439).nullable(),
    weekdays: z.array(z.number().int().min(0).max(6)).max(7).nullable(),
  }),
  targets: z.array(thing).max(50),
  confidence: share,
  right: count,
  wrong: count,
  saved_per_week: z.number().min(0),
  wrong_per_week: z.number().min(0),
  /** One sentence in the home's language; with names only if the household allows them. */
  text: storedText(500),
});

export type Structure = z.output<typeof structure>;

const reportedSuggestion = z.strictObject({
  /** The home's own number. */
  id: z.number().int().positive(),
  status: z.enum(SUGGESTION_STATUSES),
  /** Put off, or watched before deciding. */
  is_deferred: z.boolean(),
  is_paused: z.boolean(),
  reason: z.enum(REJECT_REASONS).nullable(),
  offered_at: instant,
  changed_at: instant,
  structure,
});

export type ReportedSuggestion = z.output<typeof reportedSuggestion>;

/** How suggestions of one kind, what starts them and what they act on, went in this home. */
const figure = z.strictObject({
  trigger: word,
  target: word,
  offered: count,
  accepted: count,
  rejected: count,
  /** Runs of the automations that were created, and those that somebody undid. */
  runs: count,
  undone: count,
});

export type Figure = z.output<typeof figure>;

const reportedStatus = z.strictObject({
  version: storedText(40),
  state: word,
  /** Codes of problems, without their text. */
  problems: z.array(word).max(20),
  /** Suggestions that await a decision. */
  waiting: count,
  /** Suggestions that Home Assistant refused, and automations that people keep undoing. */
  refused: count,
  unwanted: count,
  last_analysis: instant.nullable(),
  history_days: count,
});

export type ReportedStatus = z.output<typeof reportedStatus>;

/** A report of a home to the fleet. */
export const report = z.strictObject({
  status: reportedStatus,
  /** Identifies the suggestions and figures; they are left out while the fleet has them. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  details: z
    .strictObject({
      suggestions: z
        .array(reportedSuggestion)
        .max(MAX_SUGGESTIONS)
        .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "has an id twice"),
      figures: z
        .array(figure)
        .max(MAX_FIGURES)
        .refine(
          (all) => new Set(all.map(({ trigger, target }) => `${trigger} ${target}`)).size === all.length,
          "has a trigger with a target twice",
        ),
      /** Whether the figures may be added to those of other homes. */
      shares_figures: z.boolean(),
    })
    .optional(),
  /** Requests of the fleet that were carried out. */
  handled: z.array(z.uuid()).max(MAX_REQUESTS),
});

export type Report = z.output<typeof report>;

/** Limits on what is offered to a household. They never change its decisions. */
export const fleetPolicy = z.strictObject({
  never_heating: z.boolean(),
  never_at_night: z.boolean(),
  /** New suggestions in any seven days; null for the household's own limit. */
  max_new_per_week: z.number().int().min(0).max(100).nullable(),
});

export type FleetPolicy = z.output<typeof fleetPolicy>;

export const NO_POLICY: FleetPolicy = { never_heating: false, never_at_night: false, max_new_per_week: null };

export const REQUEST_KINDS = ["analyse"] as const;

/** The fleet's answer to a report. Loose: a newer fleet may send more. */
export const reportAnswer = z.object({
  policy: z.object(fleetPolicy.shape),
  requests: z.array(z.object({ id: z.uuid(), kind: z.string() })).max(MAX_REQUESTS),
  /** The fleet does not have the details with this digest. */
  wants_details: z.boolean(),
  next_report_seconds: z.number().int().min(10).max(86_400),
});

export type ReportAnswer = z.output<typeof reportAnswer>;

export const reportLimits = { suggestions: MAX_SUGGESTIONS, figures: MAX_FIGURES } as const;
