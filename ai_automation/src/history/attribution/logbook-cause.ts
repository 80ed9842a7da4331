import type { Cause } from "../../model/cause.ts";
import { domainOf } from "../../model/state-change.ts";
import { agreementOf } from "./expectation.ts";
import { CALL_WITHOUT_USER } from "./thin-evidence.ts";
import { causeOfUser, personOrNull, type UserKindOf } from "./users.ts";

/** The cause of a logbook row as resolved by Home Assistant, with Home Assistant's field names. */
export interface LogbookContext {
  readonly context_user_id?: string | undefined;
  readonly context_event_type?: string | undefined;
  readonly context_domain?: string | undefined;
  readonly context_service?: string | undefined;
  readonly context_entity_id?: string | undefined;
}

export interface LogbookRow extends LogbookContext {
  readonly entity_id: string;
  readonly state: string;
}

const VOICE_EVENTS: ReadonlySet<string> = new Set(["alexa_smart_home", "google_assistant_command"]);

/**
 * Undefined if the context reveals no cause. The user is checked last: since 2026.5 Home Assistant fills it in from the
 * parent context (core PR 167036), so an automation triggered by a person carries that person's id.
 */
export function causeOfLogbookContext(row: LogbookContext, userKindOf: UserKindOf): Cause | undefined {
  const { context_event_type: eventType, context_domain: domain, context_entity_id: entityId = null } = row;
  const from = (prefix: string): boolean => entityId?.startsWith(`${prefix}.`) ?? false;
  const userId = row.context_user_id ?? null;
  const person = personOrNull(userId, userKindOf);
  const named = (prefix: string): string | null => (from(prefix) ? entityId : null);

  if (eventType === "automation_triggered" || from("automation") || domain === "automation")
    return { kind: "automation", entityId: named("automation") };
  if (eventType === "script_started" || from("script") || domain === "script")
    return { kind: "script", entityId: named("script"), userId: person };
  if (from("scene") || domain === "scene") return { kind: "scene", entityId: named("scene"), userId: person };
  if (eventType === "homekit_state_change" || domain === "homekit")
    return { kind: "person", userId: null, via: "homekit" };
  if (eventType !== undefined && VOICE_EVENTS.has(eventType)) return { kind: "person", userId: null, via: "voice" };
  const isSpoken = from("conversation") || from("assist_satellite") || domain === "conversation";
  if (userId !== null) return causeOfUser(userId, userKindOf, isSpoken ? "voice" : "app");
  if (isSpoken) return { kind: "person", userId: null, via: "voice" };
  return eventType === "call_service" ? CALL_WITHOUT_USER : undefined;
}

/** Whether the state contradicts the call named in its own row: a manual change within the call's context. */
export function contradictsItsCall(row: LogbookRow): boolean {
  const { context_domain: domain, context_service: service, context_event_type: eventType } = row;
  if (eventType !== "call_service" || domain !== domainOf(row.entity_id) || service === undefined) return false;
  return agreementOf({ domain, service, data: {} }, row.entity_id, row.state) === "contradicts";
}
