import type { Frame } from "../history/frame/frame.ts";
import { mineHabits, type MiningOptions } from "../habits/mine.ts";
import type { Entity } from "../model/home.ts";
import { domainOf } from "../model/state-change.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { parseAutomation } from "../replay/parse-automation.ts";
import { createWorld } from "../replay/replay-automations.ts";
import { draftSuggestions } from "./drafts.ts";
import type { AnalysisInput } from "./miner.ts";
import { draftReminders } from "./reminder-drafts.ts";
import type { Names } from "./words.ts";

/** Covers that let people in are never moved unasked. */
const ENTRANCES: ReadonlySet<string> = new Set(["garage", "gate", "door"]);

/** Mines a home's archive and puts what it proves into suggestions, best first. */
export function analyseHome(
  frame: Frame,
  { entities, automations }: AnalysisInput,
  onProgress: (share: number) => void,
): readonly SuggestionDraft[] {
  const byId = new Map(entities.map((entity) => [entity.entityId, entity]));
  const options: MiningOptions = {
    existing: automations.map(({ entityId, config }) => ({ ...parseAutomation(config), alias: entityId })),
    isMinable: (entityId) => byId.get(entityId)?.isMinable ?? false,
    mayActOn: (entityId) => mayActOn(byId.get(entityId)),
    areaOf: (entityId) => byId.get(entityId)?.areaId ?? null,
    deviceClassOf: (entityId) => byId.get(entityId)?.deviceClass ?? null,
    onProgress,
  };
  const world = createWorld(frame);
  const names = namesOf(byId);
  const mined = mineHabits(frame, options);
  return [...draftSuggestions(mined, world, names), ...draftReminders(mined, world, names, options)];
}

function mayActOn(entity: Entity | undefined): boolean {
  if (entity === undefined) return false;
  return domainOf(entity.entityId) !== "cover" || !ENTRANCES.has(entity.deviceClass ?? "");
}

const namesOf = (entities: ReadonlyMap<string, Entity>): Names => ({
  nameOf: (entityId) => entities.get(entityId)?.name ?? entityId,
  deviceClassOf: (entityId) => entities.get(entityId)?.deviceClass ?? null,
});
