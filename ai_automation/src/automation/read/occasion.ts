import { because } from "../../model/reason.ts";
import type { UnrecordedPart } from "../forms.ts";
import { isEntityId, listOf, recordIn } from "../values.ts";

/**
 * Triggers by something that a history of states does not have, of Home Assistant 2026.11 and of integrations that had
 * their own: understood, but never replayed.
 */
const OCCASIONS: ReadonlySet<string> = new Set([
  "calendar",
  "conversation",
  "event",
  "geo_location",
  "homeassistant",
  "litejet",
  "mqtt",
  "persistent_notification",
  "tag",
  "webhook",
  "zone",
  "knx.telegram",
  "lg_netcast.turn_on",
  "samsungtv.turn_on",
  "webostv.turn_on",
  "zwave_js.event",
  "zwave_js.value_updated",
]);

/** A trigger by an event, a message or another occasion that is not recorded; undefined for an unknown kind. */
export function readOccasion(name: string, config: Readonly<Record<string, unknown>>): UnrecordedPart | undefined {
  if (!OCCASIONS.has(name)) return undefined;
  return { kind: "unrecorded", name, entityIds: entitiesIn(config), reason: because("occasion", { kind: name }) };
}

/** The entities that the config names, also in the data of an event. */
function entitiesIn(config: Readonly<Record<string, unknown>>): readonly string[] {
  return [...listOf(config.entity_id), ...listOf(recordIn(config.event_data).entity_id)]
    .filter((id): id is string => typeof id === "string")
    .map((id) => id.trim().toLowerCase())
    .filter(isEntityId);
}
