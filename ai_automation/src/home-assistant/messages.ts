import { z } from "zod";

/** What is relied on of Home Assistant's messages; whatever else they carry passes. */

export const configMessage = z.object({
  latitude: z.number(),
  longitude: z.number(),
  time_zone: z.string(),
  location_name: z.string(),
  version: z.string(),
  state: z.string(),
  language: z.string().default("en"),
  components: z.array(z.string()),
});

export const currentUserMessage = z.object({ id: z.string(), name: z.string(), is_admin: z.boolean() });

const attributes = z.record(z.string(), z.unknown());

export const stateMessage = z.object({ entity_id: z.string(), state: z.string(), attributes });

export const entityEntryMessage = z.object({
  entity_id: z.string(),
  unique_id: z.union([z.string(), z.number()]).transform(String),
  platform: z.string(),
  area_id: z.string().nullish(),
  device_id: z.string().nullish(),
  entity_category: z.string().nullish(),
  disabled_by: z.string().nullish(),
  hidden_by: z.string().nullish(),
  labels: z.array(z.string()).default([]),
});

export const deviceMessage = z.object({ id: z.string(), area_id: z.string().nullish(), parent_device_id: z.string().nullish() });

export const areaMessage = z.object({ area_id: z.string(), name: z.string() });

export const userMessage = z.object({ id: z.string(), name: z.string().nullish(), system_generated: z.boolean().default(false) });

const personMessage = z.object({ name: z.string(), user_id: z.string().nullish() });

export const personsMessage = z.object({ storage: z.array(personMessage).default([]), config: z.array(personMessage).default([]) });

export const labelMessage = z.object({ label_id: z.string(), name: z.string() });

export const recorderMessage = z.object({ migration_in_progress: z.boolean().default(false), backlog: z.number().nullish() });

export const validationMessage = z.record(z.string(), z.object({ valid: z.boolean(), error: z.string().nullish() }));

const contextMessage = z
  .object({ id: z.string(), parent_id: z.string().nullish(), user_id: z.string().nullish() })
  .transform(({ id, parent_id, user_id }) => ({ id, parentId: parent_id ?? null, userId: user_id ?? null }));

const changedState = z.object({ state: z.string(), attributes, last_changed: z.string(), last_updated: z.string() });

export const stateChangedEvent = z.object({
  context: contextMessage,
  data: z.object({ entity_id: z.string(), old_state: changedState.nullish(), new_state: changedState.nullish() }),
});

const entityIds = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value))
  .catch([]);

export const callServiceEvent = z.object({
  context: contextMessage,
  time_fired: z.string(),
  data: z.object({
    domain: z.string(),
    service: z.string(),
    service_data: z.looseObject({ entity_id: entityIds.optional() }).nullish(),
  }),
});

export const startedEvent = z.object({ context: contextMessage, time_fired: z.string(), data: z.object({ entity_id: z.string() }) });

export const plainEvent = z.object({ context: contextMessage, time_fired: z.string() });

export const logbookRow = z.object({
  when: z.number(),
  entity_id: z.string().nullish(),
  state: z.string().nullish(),
  attributes: z.looseObject({ event_type: z.string().nullish() }).nullish(),
  context_user_id: z.string().nullish(),
  context_event_type: z.string().nullish(),
  context_domain: z.string().nullish(),
  context_service: z.string().nullish(),
  context_entity_id: z.string().nullish(),
});

export const historyMessage = z.record(z.string(), z.array(z.object({ s: z.string(), lu: z.number() })));
