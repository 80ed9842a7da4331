import { z } from "zod";
import type { AutomationConfig, ConfigPart } from "../../model/automation.ts";
import { notPossible } from "../../model/errors.ts";
import type { Entity } from "../../model/home.ts";
import type { NumericLevel } from "../../model/level.ts";
import { domainOf } from "../../model/state-change.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { halvesOf, withHalves } from "../pair.ts";
import { parseAutomation } from "../read/automation.ts";
import { mayActOn } from "../risk.ts";
import { serviceFor, type ServiceCall } from "../services.ts";
import { texts } from "../values.ts";
import { callsFor, changesCalls } from "../write/target-calls.ts";

/** Sets an entity to a state, replacing any existing action on it. @throws AppError not_understood */
export function withTarget(config: AutomationConfig, entity: Entity, state: string): AutomationConfig {
  const { entityId, name } = entity;
  if (!mayActOn(entity) || serviceFor(entityId, state) === undefined)
    throw notPossible(
      "cannot_set",
      `${name} cannot be set to "${state}" by an automation. Locks, alarms and entrances can only trigger a notification.`,
      { name },
    );
  const halves = halvesOf(config);
  if (halves === undefined)
    return withCalls(withoutTarget(config, entityId), entityId, callsFor(entityId, state, levelsOf(config, entityId)));
  if (halves.some((half) => hasEffect(half, entityId, state))) return config;
  throw notPossible(
    "two_parts",
    "This automation has two parts: use one of them alone first, or change it in Home Assistant's own editor.",
  );
}

const hasEffect = (config: AutomationConfig, entityId: string, state: string): boolean =>
  parseAutomation(config).effects.some((effect) => effect.entityId === entityId && effect.state === state);

/** Removes an entity from every action. */
export function withoutTarget(config: AutomationConfig, entityId: string): AutomationConfig {
  const halves = halvesOf(config);
  if (halves !== undefined) return withHalves(config, halves, (half) => withoutTarget(half, entityId));
  const actions = config.actions.flatMap((action): readonly ConfigPart[] => {
    const targets = targetsOf(action);
    if (!targets.includes(entityId)) return [action];
    const left = targets.filter((id) => id !== entityId);
    return left.length === 0 ? [] : [{ ...action, target: { entity_id: left } }];
  });
  return { ...config, actions };
}

/** Sets a level of every given entity that supports it. @throws AppError not_understood when none does */
export function withLevel(
  config: AutomationConfig,
  entities: readonly Pick<Entity, "entityId">[],
  setting: LevelSetting,
): AutomationConfig {
  const halves = halvesOf(config);
  const isSettable = (half: AutomationConfig): boolean => settableIn(half, entities, setting).length > 0;
  if (!(halves ?? [config]).some(isSettable))
    throw notPossible(
      "no_level",
      `No target of this automation has a ${setting.kind.replaceAll("_", " ")} that can be set.`,
    );
  if (halves === undefined) return withOwnLevel(config, entities, setting);
  return withHalves(config, halves, (half) => (isSettable(half) ? withOwnLevel(half, entities, setting) : half));
}

interface LevelSetting {
  readonly kind: NumericLevel;
  readonly value: number;
}

const statesIn = (config: AutomationConfig): ReadonlyMap<string, string> =>
  new Map(parseAutomation(config).effects.map(({ entityId, state }) => [entityId, state]));

function settableIn(
  config: AutomationConfig,
  entities: readonly Pick<Entity, "entityId">[],
  { kind, value }: LevelSetting,
): readonly Pick<Entity, "entityId">[] {
  const states = statesIn(config);
  return entities.filter(({ entityId }) => {
    const level = levelOf(entityId, kind, value);
    return hasLevel(entityId, stateWith(states.get(entityId), level), level);
  });
}

function withOwnLevel(
  config: AutomationConfig,
  entities: readonly Pick<Entity, "entityId">[],
  setting: LevelSetting,
): AutomationConfig {
  const { kind, value } = setting;
  const states = statesIn(config);
  const level = (entityId: string): UsualLevel => levelOf(entityId, kind, value);
  return settableIn(config, entities, setting).reduce((edited, { entityId }) => {
    const levels = [...levelsOf(edited, entityId).filter((one) => one.kind !== kind), level(entityId)];
    const state = stateWith(states.get(entityId), level(entityId));
    const calls = state === undefined ? [setpoint(value)] : callsFor(entityId, state, levels);
    return withCalls(withoutTarget(edited, entityId), entityId, calls);
  }, config);
}

/** A cover that is lowered half way is open in Home Assistant. */
const stateWith = (state: string | undefined, { entityId, kind, median }: UsualLevel): string | undefined =>
  state === "closed" && domainOf(entityId) === "cover" && kind === "position" && median > 0 ? "open" : state;

/** Adds a notification whose text is the automation's alias. */
export const withNotice = (config: AutomationConfig): AutomationConfig => ({
  ...config,
  actions: [...config.actions, { action: "persistent_notification.create", data: { message: "" } }],
});

/** Drops braces, because Home Assistant would evaluate templates in user text. */
export const withoutTemplates = (text: string): string => text.replaceAll(/[{}]/g, "");

/** The levels that an automation sets on an entity. */
export function levelsOf(config: AutomationConfig, entityId: string): readonly UsualLevel[] {
  return (halvesOf(config) ?? [config])
    .flatMap(({ actions }) => actions)
    .filter((action) => targetsOf(action).includes(entityId))
    .flatMap(({ data }) => Object.entries(numbers.safeParse(data).data ?? {}))
    .flatMap(([key, value]) => {
      const level = LEVEL_KEYS[key];
      return level === undefined || value === undefined ? [] : [levelOf(entityId, level.kind, value * level.scale)];
    });
}

/** A thermostat's temperature can be set without turning it on. */
const hasLevel = (entityId: string, state: string | undefined, level: UsualLevel): boolean =>
  state === undefined
    ? domainOf(entityId) === "climate" && level.kind === "temperature"
    : changesCalls(entityId, state, level);

const setpoint = (temperature: number): ServiceCall => ({ action: "climate.set_temperature", data: { temperature } });

const LEVEL_KEYS: Readonly<Record<string, { readonly kind: NumericLevel; readonly scale: number } | undefined>> = {
  brightness_pct: { kind: "brightness", scale: 1 },
  color_temp_kelvin: { kind: "color_temp_kelvin", scale: 1 },
  position: { kind: "position", scale: 1 },
  temperature: { kind: "temperature", scale: 1 },
  target_temp_low: { kind: "target_temp_low", scale: 1 },
  target_temp_high: { kind: "target_temp_high", scale: 1 },
  humidity: { kind: "humidity", scale: 1 },
  volume_level: { kind: "volume", scale: 100 },
  percentage: { kind: "percentage", scale: 1 },
};

const numbers = z.record(z.string(), z.number().optional().catch(undefined));

const levelOf = (entityId: string, kind: NumericLevel, value: number): UsualLevel => ({
  entityId,
  kind,
  median: value,
  low: value,
  high: value,
  times: 0,
});

const action = z.object({ target: z.object({ entity_id: texts }) });

const targetsOf = (part: ConfigPart): readonly string[] => action.safeParse(part).data?.target.entity_id ?? [];

/** Joins an existing action with the same call where there is one. */
function withCalls(config: AutomationConfig, entityId: string, calls: readonly ServiceCall[]): AutomationConfig {
  return calls.reduce(({ actions, ...rest }, { action, data }) => {
    const same = actions.findIndex(
      (one) => one.action === action && JSON.stringify(one.data ?? {}) === JSON.stringify(data ?? {}),
    );
    const targets = same < 0 ? [] : targetsOf(actions[same] ?? {});
    const call = { action, target: { entity_id: [...targets, entityId] }, ...(data === undefined ? {} : { data }) };
    return { ...rest, actions: same < 0 ? [...actions, call] : actions.with(same, call) };
  }, config);
}
