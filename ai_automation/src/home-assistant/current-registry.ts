import type { z } from "zod";
import type { Person } from "../model/home.ts";
import type { EntityIdentities, RegistryEntry } from "../model/identity.ts";
import { instantOfText } from "./instants.ts";
import type { Session } from "./session.ts";
import { readEntities, readPeople, withEntityIds, type Entities, type People } from "./snapshot.ts";
import type { registryUpdatedSchema } from "./wire.ts";

/** The entity registry as last read, and the renames since. */
export interface CurrentRegistry {
  /** Also reports what was renamed since the last reading, and calls `onRead` before that has an effect. */
  readEntities(session: Session, onRead: (read: ReadEntities) => void): Promise<ReadEntities>;
  readPeople(session: Session): Promise<Omit<People, "persons"> & { readonly persons: readonly Person[] }>;
  /** The rename that an event of the registry reports. */
  moveIn(event: z.infer<typeof registryUpdatedSchema>): { readonly from: string; readonly to: string } | undefined;
}

type ReadEntities = Entities & { readonly persons: readonly Person[] };

/** Attempts to read a registry in which nothing is renamed meanwhile. */
const MAX_ATTEMPTS = 3;

export function createCurrentRegistry(
  identities: EntityIdentities,
  serviceAccounts: readonly string[],
): CurrentRegistry {
  let registry: readonly RegistryEntry[] = [];
  let persons: People["persons"] = [];
  return {
    readEntities: async (session, onRead) => {
      for (let attempt = 1; ; attempt++) {
        const revision = identities.revision();
        const read = await readEntities(session);
        // A registry from before a rename would show the old ids again. Each rename causes another reading anyway.
        if (identities.revision() !== revision && attempt < MAX_ATTEMPTS) continue;
        const withPersons = { ...read, persons: withEntityIds(persons, read.registry) };
        await identities.compare(read.registry, revision, () => onRead(withPersons));
        registry = read.registry;
        return withPersons;
      }
    },
    readPeople: async (session) => {
      const read = await readPeople(session, serviceAccounts);
      persons = read.persons;
      return { ...read, persons: withEntityIds(persons, registry) };
    },
    moveIn: ({ time_fired, data }) => {
      const { entity_id: to, old_entity_id: from } = data;
      if (!from || !to || from === to) return undefined;
      identities.moved({ kind: "renamed", from, to, at: instantOfText(time_fired) });
      registry = registry.map((entry) => (entry.entityId === from ? { ...entry, entityId: to } : entry));
      return { from, to };
    },
  };
}
