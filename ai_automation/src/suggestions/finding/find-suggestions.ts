import { planOfAutomation } from "../../automation/read/automation.ts";
import { mayActOn } from "../../automation/risk.ts";
import type { Existing } from "../../habits/choice/existing.ts";
import { mineHabits, type MiningOptions } from "../../habits/mine.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import type { Entity, Person } from "../../model/home.ts";
import type { OnProgress } from "../../model/progress.ts";
import { createWorld } from "../../replay/world.ts";
import type { AnalysedAutomation, AnalysisInput, Findings } from "../miner.ts";
import type { Names } from "../words/names.ts";
import { evidenceRulesOf } from "./evidence-rules.ts";
import { reportFindings } from "./findings.ts";
import { draftReminders } from "./reminder-drafts.ts";

/** Mines the history of a home for suggestions, best first, and near misses. The given frame is not valid afterwards. */
export function findSuggestions(
  frame: Frame,
  { info, entities, automations, persons, contradicted, phones, pauses }: AnalysisInput,
  onProgress: OnProgress,
): Findings {
  const byId = new Map(entities.map((entity) => [entity.entityId, entity]));
  const options: MiningOptions = {
    existing: automations.map(existingOf),
    isMinable: (entityId) => byId.get(entityId)?.isMinable ?? false,
    mayActOn: (entityId) => mayActOn(byId.get(entityId)),
    areaOf: (entityId) => byId.get(entityId)?.areaId ?? null,
    deviceClassOf: (entityId) => byId.get(entityId)?.deviceClass ?? null,
    rules: evidenceRulesOf(entities, contradicted),
    pauses,
    onProgress,
    memory: "reused",
  };
  const names = namesOf(info.language, byId, automations, persons);
  const mined = mineHabits(frame, options);
  const world = createWorld(mined.frame);
  const findings = reportFindings(mined, world, names);
  return {
    ...findings,
    drafts: [...findings.drafts, ...draftReminders(mined, world, names, { ...options, phones, persons })],
  };
}

const existingOf = (automation: AnalysedAutomation): Existing => ({
  ...planOfAutomation(automation),
  alias: automation.entityId,
  isOff: !automation.isOn,
  seen: automation.seen ?? [],
});

function namesOf(
  language: string,
  entities: ReadonlyMap<string, Entity>,
  automations: readonly HomeAutomation[],
  persons: readonly Person[],
): Names {
  const automationNames = new Map(automations.map(({ entityId, name }) => [entityId, name]));
  return {
    language,
    nameOf: (entityId) => entities.get(entityId)?.name ?? automationNames.get(entityId) ?? entityId,
    deviceClassOf: (entityId) => entities.get(entityId)?.deviceClass ?? null,
    areaOf: (entityId) => entities.get(entityId)?.areaName ?? null,
    personOf: (id) => persons.find(({ userId }) => userId === id)?.name ?? "someone",
  };
}
