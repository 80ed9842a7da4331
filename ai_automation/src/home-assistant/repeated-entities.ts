import { domainOf } from "../model/state-change.ts";
import type { WireEntity, WireState } from "./wire.ts";

/**
 * The entities whose state another repeats, as Home Assistant 2026.11 shows them. Groups of the group helper, of YAML and
 * of a Hue bridge (hue/v2/group.py) list their members in `entity_id`; those of ZHA, WLED and MQTT discovery, which
 * Zigbee2MQTT 2.12 uses (extension/homeassistant.ts), in `group_entities` (helpers/group.py); a universal media player
 * names its `active_child`; `switch_as_x` stores its switch in the options of its registry entry
 * (switch_as_x/entity.py). The sources of template entities are not reported.
 */
export function repeatedBy(
  { entity_id: entityId, attributes }: Pick<WireState, "entity_id" | "attributes">,
  entry: Pick<WireEntity, "options"> | undefined,
): readonly string[] {
  if (domainOf(entityId) === "scene") return [];
  const sources = [attributes.group_entities, attributes.entity_id, attributes.active_child, entry?.options.switch_as_x]
    .flatMap((named): readonly unknown[] => (Array.isArray(named) ? named : [named]))
    .filter((named) => typeof named === "string")
    .filter((named) => ENTITY_ID.test(named) && named !== entityId);
  return [...new Set(sources)];
}

const ENTITY_ID = /^[a-z_]+\.[a-z0-9_]+$/;
