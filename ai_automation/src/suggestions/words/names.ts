import type { HomeSnapshot } from "../../model/home.ts";

/** The names a home gives its entities and people, and its language. */
export interface Names {
  /** Home Assistant's language code: "en", "nl", "pt-BR". */
  readonly language: string;
  readonly nameOf: (entityId: string) => string;
  readonly deviceClassOf: (entityId: string) => string | null;
  /** The name of its area. */
  readonly areaOf: (entityId: string) => string | null;
  readonly personOf: (userId: string) => string;
}

export const namesIn = ({ info, entities, persons, automations }: HomeSnapshot): Names => ({
  language: info.language,
  nameOf: (entityId) =>
    entities.get(entityId)?.name ?? automations.find((one) => one.entityId === entityId)?.name ?? entityId,
  deviceClassOf: (entityId) => entities.get(entityId)?.deviceClass ?? null,
  areaOf: (entityId) => entities.get(entityId)?.areaName ?? null,
  personOf: (userId) => persons.find((person) => person.userId === userId)?.name ?? userId,
});
