import { z } from "zod";
import { REMOVED_STATE } from "../model/state-change.ts";
import { instantOfText } from "./instants.ts";

/**
 * The fields of Home Assistant's messages that the adapter relies on. An item that does not match is dropped (see
 * `salvage`), so purely descriptive fields fall back to a default instead of failing the item.
 */

/** A descriptive text, null if it is not valid. */
const words = z.string().nullish().catch(null);
/** Only whether it is set matters. */
const flag = z.unknown().optional().transform(Boolean);
/** An ISO text that parses: NaN would corrupt comparisons and stored values. */
const instant = z.string().refine((text) => !Number.isNaN(instantOfText(text)));
/** Seconds since the epoch that a Date can hold. */
const seconds = z.number().min(0).max(8.64e12);

const contextSchema = z.object({
  id: z.string(),
  parent_id: z.string().nullish(),
  user_id: z.string().nullish(),
});

const stateSchema = z.object({
  entity_id: z.string(),
  state: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  last_changed: instant,
  last_updated: instant,
  context: contextSchema,
});

export type WireState = z.infer<typeof stateSchema>;
export type WireContext = z.infer<typeof contextSchema>;

export const statesSchema = z.array(stateSchema);

const eventBase = { time_fired: instant, context: contextSchema };

/** `new_state` is null when the entity was removed. */
export const stateChangedSchema = z.object({
  ...eventBase,
  data: z.object({
    entity_id: z.string(),
    old_state: stateSchema.nullable(),
    new_state: stateSchema.nullable(),
  }),
});

export const startedSchema = z.object({
  ...eventBase,
  data: z.object({ entity_id: z.string(), source: z.string().nullish().catch(null) }),
});

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
  location_name: z.string().catch(""),
  version: z.string(),
  state: z.string(),
  recovery_mode: z.boolean().nullish().catch(null),
  time_zone: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  elevation: z.number().catch(0),
  language: words,
});

export type WireConfig = z.infer<typeof configSchema>;

export const currentUserSchema = z.object({ id: z.string(), name: words, is_admin: z.boolean() });

export const usersSchema = z.array(
  z.object({
    id: z.string(),
    name: words,
    username: words,
    system_generated: z.boolean(),
  }),
);

export const accountsSchema = z.array(
  z.object({
    id: z.string(),
    name: words,
    is_owner: z.boolean(),
    is_active: z.boolean(),
    group_ids: z.array(z.string()),
  }),
);

export const userIdsSchema = z.array(z.object({ id: z.string() }).transform(({ id }) => id));

export const configEntriesSchema = z.array(z.object({ entry_id: z.string() }).transform(({ entry_id }) => entry_id));

export const internalUrlSchema = z.object({ internal_url: words });

const personList = z.preprocess(
  (list) => (Array.isArray(list) ? list : []),
  z.array(z.object({ id: words, name: z.string().catch(""), user_id: z.string().nullish() })),
);

/** Persons created in the frontend, and those of configuration.yaml. */
export const personsSchema = z.object({ storage: personList, config: personList });

/** The options of a `switch_as_x` entity. */
const wrappedSwitch = z
  .object({ entity_id: z.string() })
  .transform(({ entity_id }) => entity_id)
  .optional()
  .catch(undefined);

export const entityRegistrySchema = z.array(
  z.object({
    id: z.string().nullish().catch(null),
    entity_id: z.string(),
    unique_id: z.union([z.string(), z.number()]).transform(String),
    platform: z.string(),
    name: words,
    original_name: words,
    area_id: z.string().nullish(),
    device_id: z.string().nullish(),
    hidden_by: flag,
    disabled_by: flag,
    entity_category: flag,
    labels: z.array(z.string()).nullish(),
    icon: words,
    categories: z.record(z.string(), z.string()).nullish().catch(null),
    created_at: seconds.nullish().catch(null),
    options: z.object({ switch_as_x: wrappedSwitch }).catch({ switch_as_x: undefined }),
  }),
);

export type WireEntity = z.infer<typeof entityRegistrySchema>[number];

/** `old_entity_id` is only there if the id changed. The registry has changed even if nothing else can be read. */
export const registryUpdatedSchema = z.object({
  time_fired: instant,
  data: z.object({ entity_id: words, old_entity_id: words }).catch({}),
});

export const deviceRegistrySchema = z.array(
  z.object({
    id: z.string(),
    area_id: z.string().nullish(),
    parent_device_id: z.string().nullish(),
    labels: z.array(z.string()).nullish().catch(null),
  }),
);

export const areaRegistrySchema = z.array(
  z.object({
    area_id: z.string(),
    name: z.string(),
    floor_id: words,
    labels: z.array(z.string()).nullish().catch(null),
  }),
);

export const labelSchema = z.object({ label_id: z.string(), name: z.string(), icon: words });

export const labelRegistrySchema = z.array(labelSchema);

export const categoryRegistrySchema = z.array(z.object({ category_id: z.string(), name: z.string() }));

export const automationConfigSchema = z.object({ config: z.unknown() });

export const substitutedSchema = z.object({ substituted_config: z.unknown() });

export const sceneConfigSchema = z.object({ entities: z.record(z.string(), z.unknown()) });

const validity = z.object({ valid: z.boolean(), error: words });

/** Deliberately not a z.record: `salvage` must not drop a verdict that cannot be read. */
export const validationSchema = z.object({ triggers: validity, conditions: validity.optional(), actions: validity });

export const recorderInfoSchema = z.object({
  backlog: z.number().nullish().catch(null),
  migration_in_progress: z.boolean().nullish().catch(null),
});

const logbookContext = {
  when: seconds,
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
    source: z.string().nullish().catch(null),
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
    context_id: z.string().nullish(),
  }),
);

/** The recorder writes a row with state NULL when an entity is removed (components/recorder/db_schema.py, from_event). */
const recordedState = z
  .string()
  .nullable()
  .transform((state) => state ?? REMOVED_STATE);

export const historySchema = z.record(
  z.string(),
  z.array(z.object({ s: recordedState, lu: seconds, a: z.record(z.string(), z.unknown()).optional() })),
);

export const messageSchema = z.object({ message: z.string() });
