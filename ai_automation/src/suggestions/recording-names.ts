import type { Names } from "./words.ts";

/** A recording has no registry: names come from the entity ids. */
export const recordingNames: Names = {
  nameOf: (entityId) => {
    const name = entityId.slice(entityId.indexOf(".") + 1).replaceAll("_", " ");
    return name.charAt(0).toUpperCase() + name.slice(1);
  },
  deviceClassOf: (entityId) =>
    entityId.endsWith("_motion") ? "motion" : /_(door|contact)$/.test(entityId) ? "door" : null,
};
