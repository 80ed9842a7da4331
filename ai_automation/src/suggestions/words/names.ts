import type { HomeSnapshot } from "../../model/home.ts";

/** How a home calls its things, and the language it speaks. */
export interface Names {
  /** As Home Assistant has it: "en", "nl", "pt-BR". */
  readonly language: string;
  readonly nameOf: (entityId: string) => string;
  readonly deviceClassOf: (entityId: string) => string | null;
  readonly personOf: (userId: string) => string;
}

/** As the home itself has it. */
export const namesIn = ({ info, entities, persons }: HomeSnapshot): Names => ({
  language: info.language,
  nameOf: (entityId) => entities.get(entityId)?.name ?? entityId,
  deviceClassOf: (entityId) => entities.get(entityId)?.deviceClass ?? null,
  personOf: (userId) => persons.find((person) => person.userId === userId)?.name ?? userId,
});
