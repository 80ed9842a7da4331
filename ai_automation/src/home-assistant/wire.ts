import { z } from "zod";

/** What the adapter relies on in Home Assistant's messages; whatever else they hold is left aside. */

const contextSchema = z.object({
  id: z.string(),
  parent_id: z.string().nullish(),
  user_id: z.string().nullish(),
});

const stateSchema = z.object({
  entity_id: z.string(),
  state: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  last_changed: z.string(),
  last_updated: z.string(),
  context: contextSchema,
});

export type WireState = z.infer<typeof stateSchema>;
export type WireContext = z.infer<typeof contextSchema>;

export const statesSchema = z.array(stateSchema);

export const stateChangedSchema = z.object({
  data: z.object({
    entity_id: z.string(),
    old_state: stateSchema.nullable(),
    new_state: stateSchema.nullable(),
  }),
});

const eventBase = { time_fired: z.string(), context: contextSchema };

export const startedSchema = z.object({ ...eventBase, data: z.object({ entity_id: z.string() }) });

export const plainEventSchema = z.object(eventBase);

export const answerSchema = z.object({ ...eventBase, data: z.object({ action: z.string() }) });

export const callServiceSchema = z.object({
  ...eventBase,
  data: z.object({
    domain: z.string(),
    service: z.string(),
    service_data: z.record(z.string(), z.unknown()).nullish(),
  }),
});

export const configSchema = z.object({
  location_name: z.string(),
  version: z.string(),
  state: z.string(),
  time_zone: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  language: z.string().nullish(),
});

export type WireConfig = z.infer<typeof configSchema>;

export const currentUserSchema = z.object({ id: z.string(), name: z.string().nullish(), is_admin: z.boolean() });

export const usersSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string().nullish(),
    username: z.string().nullish(),
    system_generated: z.boolean(),
  }),
);

export const accountsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string().nullish(),
    is_owner: z.boolean(),
    is_active: z.boolean(),
    group_ids: z.array(z.string()),
  }),
);

export const internalUrlSchema = z.object({ internal_url: z.string().nullish() });

export const personsSchema = z.object({
  storage: z.array(z.object({ name: z.string(), user_id: z.string().nullish() })),
  config: z.array(z.object({ name: z.string(), user_id: z.string().nullish() })),
});

export const entityRegistrySchema = z.array(
  z.object({
    entity_id: z.string(),
    unique_id: z.union([z.string(), z.number()]).transform(String),
    platform: z.string(),
    name: z.string().nullish(),
    original_name: z.string().nullish(),
    area_id: z.string().nullish(),
    device_id: z.string().nullish(),
    hidden_by: z.string().nullish(),
    disabled_by: z.string().nullish(),
    entity_category: z.string().nullish(),
    labels: z.array(z.string()).optional(),
  }),
);

export type WireEntity = z.infer<typeof entityRegistrySchema>[number];

export const deviceRegistrySchema = z.array(
  z.object({ id: z.string(), area_id: z.string().nullish(), parent_device_id: z.string().nullish() }),
);

export const areaRegistrySchema = z.array(z.object({ area_id: z.string(), name: z.string() }));

export const labelRegistrySchema = z.array(z.object({ label_id: z.string(), name: z.string() }));

export const labelSchema = z.object({ label_id: z.string() });

export const automationConfigSchema = z.object({ config: z.unknown() });

export const validationSchema = z.record(z.string(), z.object({ valid: z.boolean(), error: z.string().nullish() }));

export const recorderInfoSchema = z.object({
  backlog: z.number().nullish(),
  migration_in_progress: z.boolean().nullish(),
});

const logbookContext = {
  when: z.number(),
  context_user_id: z.string().optional(),
  context_event_type: z.string().optional(),
  context_domain: z.string().optional(),
  context_service: z.string().optional(),
  context_entity_id: z.string().optional(),
};

export const logbookSchema = z.array(
  z.object({
    ...logbookContext,
    entity_id: z.string().nullish(),
    state: z.string().nullish(),
    domain: z.string().nullish(),
    message: z.string().nullish(),
    attributes: z.object({ event_type: z.string().nullish() }).optional(),
  }),
);

export type WireLogbookRow = z.infer<typeof logbookSchema>[number];

export const actionCallsSchema = z.array(
  z.object({
    ...logbookContext,
    domain: z.string(),
    service: z.string(),
    service_data: z.record(z.string(), z.unknown()).nullish(),
  }),
);

export const historySchema = z.record(
  z.string(),
  z.array(z.object({ s: z.string(), lu: z.number(), a: z.record(z.string(), z.unknown()).optional() })),
);

export const messageSchema = z.object({ message: z.string() });
