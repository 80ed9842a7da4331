import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { AutomationConfig } from "../model/automation.ts";
import type { Deployed, Validation } from "../model/home.ts";
import { SECOND } from "../model/time.ts";
import type { Ask } from "./ask.ts";
import { entityEntryMessage, labelMessage, stateMessage, validationMessage } from "./messages.ts";
import type { Rest } from "./rest.ts";

const LABEL = "ai_automation";
/** Home Assistant answers before it has reloaded; the entity follows within a few seconds. */
const APPEARS_WITHIN = 15 * SECOND;
const LOOK_EVERY = 200;

export async function validateAutomation(ask: Ask, { triggers, conditions, actions }: AutomationConfig): Promise<Validation> {
  const answer = await ask(validationMessage, { type: "validate_config", triggers, conditions, actions });
  const faults = Object.entries(answer).flatMap(([part, { valid, error }]) => (valid ? [] : [`${part}: ${error ?? "not valid"}`]));
  return faults.length === 0 ? { valid: true } : { valid: false, reason: faults.join("; ") };
}

/** Creates or replaces an automation and waits until it is there and on. Lost connections reject. */
export async function deployAutomation(ask: Ask, rest: Rest, id: string, config: AutomationConfig): Promise<Deployed> {
  const valid = await validateAutomation(ask, config);
  if (!valid.valid) return { outcome: "refused", reason: valid.reason };
  const posted = await rest.post(`config/automation/config/${id}`, config);
  if (posted.outcome !== "ok") return posted;
  const entry = await appeared(ask, id);
  if (entry === undefined) {
    await rest.delete(`config/automation/config/${id}`);
    return {
      outcome: "refused",
      reason:
        "Home Assistant took the automation but did not load it. Its configuration.yaml needs the line " +
        '"automation: !include automations.yaml"; add it, restart Home Assistant, and create it again.',
    };
  }
  await turnOn(ask, entry.entity_id);
  await label(ask, entry);
  return { outcome: "deployed", entityId: entry.entity_id };
}

type Entry = z.output<typeof entityEntryMessage>;

async function appeared(ask: Ask, id: string): Promise<Entry | undefined> {
  for (let waited = 0; waited < APPEARS_WITHIN; waited += LOOK_EVERY) {
    const entries = await ask(z.array(entityEntryMessage), { type: "config/entity_registry/list" });
    const entry = entries.find(({ platform, unique_id }) => platform === "automation" && unique_id === id);
    if (entry !== undefined && (await stateOf(ask, entry.entity_id)) !== undefined) return entry;
    await wait(LOOK_EVERY);
  }
  return undefined;
}

async function stateOf(ask: Ask, entityId: string): Promise<string | undefined> {
  const states = await ask(z.array(stateMessage), { type: "get_states" });
  return states.find(({ entity_id }) => entity_id === entityId)?.state;
}

async function turnOn(ask: Ask, entityId: string): Promise<void> {
  for (let waited = 0; waited < APPEARS_WITHIN; waited += LOOK_EVERY) {
    const state = await stateOf(ask, entityId);
    if (state === "on") return;
    if (state === "off") {
      const target = { entity_id: entityId };
      await ask(z.unknown(), { type: "call_service", domain: "automation", service: "turn_on", target });
    }
    await wait(LOOK_EVERY);
  }
  throw new Error(`${entityId} was created but does not turn on`);
}

/** Labels must exist before they are given: an unknown one is dropped silently. Other labels stay. */
async function label(ask: Ask, { entity_id, labels }: Entry): Promise<void> {
  const known = await ask(z.array(labelMessage), { type: "config/label_registry/list" });
  const ours = known.find(({ name }) => name === LABEL) ?? (await ask(labelMessage, { type: "config/label_registry/create", name: LABEL }));
  if (labels.includes(ours.label_id)) return;
  await ask(z.unknown(), { type: "config/entity_registry/update", entity_id, labels: [...labels, ours.label_id] });
}

/** One that is gone already counts as removed. Home Assistant answers such a deletion with 400, so it is asked for then. */
export async function removeAutomation(rest: Rest, id: string): Promise<"removed" | "away"> {
  const path = `config/automation/config/${id}`;
  const deleted = await rest.delete(path);
  if (deleted.outcome === "ok") return "removed";
  const left = deleted.outcome === "refused" ? await rest.get(path) : deleted;
  return left.outcome === "refused" && left.status === 404 ? "removed" : "away";
}
