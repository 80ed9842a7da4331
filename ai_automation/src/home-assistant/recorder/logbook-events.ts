import { z } from "zod";
import { domainOf } from "../../model/state-change.ts";
import type { EventRow } from "./rows.ts";

/** Events that an integration describes for the logbook (components/*\/logbook.py), and its domain. */
const DESCRIBED: Readonly<Record<string, string>> = {
  alexa_smart_home: "alexa",
  assist_pipeline_recording: "assist_pipeline",
  automation_triggered: "automation",
  bthome_ble_event: "bthome",
  deconz_alarm_event: "deconz",
  deconz_event: "deconz",
  "elkm1.keypad_key_pressed": "elkm1",
  google_assistant_command: "google_assistant",
  homekit_state_change: "homekit",
  "ios.zone_entered": "mobile_app",
  "ios.zone_exited": "mobile_app",
  lutron_caseta_button_event: "lutron_caseta",
  script_started: "script",
  "shelly.click": "shelly",
  zha_event: "zha",
  zwave_js_notification: "zwave_js",
  zwave_js_value_notification: "zwave_js",
};

/** All events that the logbook shows or resolves contexts with. */
export const LOGBOOK_EVENTS: ReadonlySet<string> = new Set([
  ...Object.keys(DESCRIBED),
  "call_service",
  "logbook_entry",
]);

interface LoggedCall {
  readonly domain: string;
  readonly service: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How the logbook presents an event that caused something else. */
export type Origin =
  | { readonly kind: "state"; readonly entityId: string }
  | { readonly kind: "call"; readonly call: LoggedCall }
  | { readonly kind: "described"; readonly type: string; readonly domain: string; readonly entityId: string | null }
  | { readonly kind: "other" };

const callData = z.object({
  domain: z.string(),
  service: z.string(),
  service_data: z.record(z.string(), z.unknown()).nullish(),
});

const entityData = z.object({
  entity_id: z.string().nullish(),
  request: z.object({ entity_id: z.string().nullish() }).nullish().catch(null),
});

/** Reads the origins of events. Most of their data repeats: the recorder stores equal texts once. */
export function createOrigins(): (event: EventRow) => Origin {
  const known = new Map<string, Origin>();
  return (event) => {
    const key = `${event.type} ${event.data ?? ""}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    const origin = originOf(event);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, origin);
    return origin;
  };
}

const MAX_KNOWN = 2_000;

function originOf({ type, data }: EventRow): Origin {
  if (type === "call_service") {
    const parsed = callData.safeParse(json(data));
    if (!parsed.success) return { kind: "other" };
    const { domain, service, service_data } = parsed.data;
    return { kind: "call", call: { domain, service, data: service_data ?? {} } };
  }
  const domain = DESCRIBED[type];
  if (domain === undefined) return { kind: "other" };
  const parsed = entityData.safeParse(json(data));
  const entityId = parsed.success ? (parsed.data.entity_id ?? parsed.data.request?.entity_id ?? null) : null;
  return {
    kind: "described",
    type,
    domain,
    entityId: entityId !== null && domainOf(entityId) !== "" ? entityId : null,
  };
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}
