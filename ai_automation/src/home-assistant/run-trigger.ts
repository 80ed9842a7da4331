import type { AutomationRun, RunTrigger } from "../model/automation.ts";
import { domainOf } from "../model/state-change.ts";

/** A run with its trigger, if Home Assistant reports one. */
export function runOf(entityId: string, at: number, source: string | null | undefined): AutomationRun {
  const startedBy = runTriggerOf(source);
  return { entityId, at, ...(startedBy === undefined ? {} : { startedBy }) };
}

/**
 * The trigger of a run from the `source` of `automation_triggered`, which Home Assistant writes in English
 * (`description` of the triggers of 2026.11). Undefined if there is none, as for a run that somebody started. Of what is
 * not listed, only that there was a trigger is known.
 */
function runTriggerOf(source: string | null | undefined): RunTrigger | undefined {
  if (!source) return undefined;
  for (const { pattern, kind } of DESCRIPTIONS) {
    const match = pattern.exec(source);
    const entityId = match?.[1] ?? null;
    if (match !== null && (entityId === null || domainOf(entityId) !== "")) return { kind, entityId };
  }
  return { kind: "other", entityId: null };
}

const DESCRIPTIONS: readonly { readonly pattern: RegExp; readonly kind: RunTrigger["kind"] }[] = [
  { pattern: /^(?:numeric )?state of (\S+)$/, kind: "state" },
  { pattern: /^(\S+) via template$/, kind: "state" },
  { pattern: /^(\S+) (?:entering|leaving) /, kind: "zone" },
  { pattern: /^time(?: pattern)?$|^time set in /, kind: "time" },
  { pattern: /^time change or manual update via template$/, kind: "time" },
  { pattern: /^sun(?: event|set|rise)/, kind: "sun" },
  { pattern: /^event '/, kind: "event" },
  { pattern: /^mqtt topic /, kind: "mqtt" },
  { pattern: /^webhook$/, kind: "webhook" },
  { pattern: /^Tag scanned$/, kind: "tag" },
  { pattern: /^Home Assistant (?:starting|stopping)$/, kind: "home_assistant" },
];
