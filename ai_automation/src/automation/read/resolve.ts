import { domainOf } from "../../model/state-change.ts";
import { takesDiagnostic, watchedBy, type DeviceClassOf } from "../purposes/watched.ts";
import { isRecord, listOf, recordIn } from "../values.ts";
import { isRegistryId, readIds } from "./entity-ids.ts";
import { withPluralKeys } from "./plural-keys.ts";
import type { References } from "./references.ts";
import { isScriptItself, isTemplate } from "./service-meaning.ts";
import { entitiesReturned, indexOf, resolveTarget, TARGET_KEYS, type Index } from "./targets.ts";
import type { ClosedWorld } from "./template/closed.ts";
import { withNames } from "./template/with-names.ts";
import { unsetIn } from "./unset.ts";
import { variablesOf } from "./variables.ts";
import { triggerOf, withChoices } from "./with-choices.ts";

type Part = Readonly<Record<string, unknown>>;

type Home = Index & { readonly deviceClassOf: DeviceClassOf } & ClosedWorld;

/** Returns a config with what it refers to in its place: entities for targets, and the actions of scripts and scenes. */
export type Resolve = (config: unknown) => unknown;

/** Names that the home does not know are kept. Scripts are followed to this depth, and never into themselves. */
const MAX_DEPTH = 5;

export function createResolver(references: References, deviceClassOf: DeviceClassOf = () => undefined): Resolve {
  const index = indexOf(references);
  const entityIds = [...new Set([...index.all, ...references.scripts.keys(), ...references.scenes.keys()])];
  const home: Home = {
    ...index,
    entityIds,
    deviceClassOf,
    entitiesOf: (name, id) => entitiesReturned(name, id, index),
  };
  return (config) => {
    const plural = withPluralKeys(config);
    if (!isRecord(plural)) return plural;
    const triggers = listOf(plural.triggers).map((part) => resolvePart(part, home));
    const variables = withoutKeys(recordIn(plural.variables), triggers.flatMap(variablesOfTrigger));
    const conditions = listOf(withNames(plural.conditions, variablesOf(variables, [])));
    const actions = listOf(withNames(plural.actions, variablesOf(variables, plural.actions)));
    return {
      ...plural,
      triggers,
      conditions: conditions.map((part) => resolvePart(part, home)),
      actions: resolveActions(actions, { ...home, trigger: triggerOf(triggers) }, []),
    };
  };
}

/** Those of a trigger go before those of the automation. */
const variablesOfTrigger = (trigger: unknown): readonly string[] => Object.keys(recordIn(recordIn(trigger).variables));

const withoutKeys = (part: Part, keys: readonly string[]): Part =>
  Object.fromEntries(Object.entries(part).filter(([key]) => !keys.includes(key)));

/** A trigger or condition: its target, and the entities of the registry that it names by their id. */
function resolvePart(part: unknown, home: Home): unknown {
  if (Array.isArray(part)) return part.map((one) => resolvePart(one, home));
  if (!isRecord(part)) return part;
  const resolved = Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (key === "entity_id") return [key, withEntityIds(value, home)];
      if (key === "target" && isRecord(value)) return [key, watchedTarget(part.trigger ?? part.condition, value, home)];
      const isNested = key === "conditions" || key === "and" || key === "or" || key === "not" || key === "triggers";
      return [key, isNested ? resolvePart(value, home) : value];
    }),
  );
  return resolved;
}

/**
 * The target of a purpose-specific trigger or condition, without the entities that it does not look at. As it is if it
 * names no entities, and it takes device classes to know which it reaches.
 */
function watchedTarget(kind: unknown, target: Part, home: Home): Part {
  const resolved = targetOf(target, home, null, typeof kind === "string" && takesDiagnostic(kind));
  const entityIds = readIds(resolved.entity_id).ids;
  const watched = typeof kind === "string" ? watchedBy(kind, entityIds, home.deviceClassOf) : entityIds;
  if (watched !== undefined) return { ...resolved, entity_id: watched };
  return TARGET_KEYS.some((key) => key !== "entity_id" && target[key] !== undefined) ? target : resolved;
}

function withEntityIds(value: unknown, home: Home): unknown {
  const named = readIds(value);
  if (!named.ids.some(isRegistryId)) return value;
  const ids = named.ids.map((id) => home.byRegistryId.get(id) ?? id);
  return ids.length === 1 ? ids[0] : ids;
}

function targetOf(target: Part, home: Home, domain: string | null, withDiagnostic = false): Part {
  const { entityIds, left } = resolveTarget(target, home, domain, withDiagnostic);
  const unread = left.entity_id === undefined ? [] : listOf(left.entity_id);
  const { entity_id: _, ...rest } = left;
  return { ...rest, entity_id: [...entityIds, ...unread.filter((id) => !isNamed(id, entityIds))] };
}

const isNamed = (value: unknown, entityIds: readonly string[]): boolean =>
  typeof value === "string" && entityIds.includes(value.trim().toLowerCase());

function resolveActions(actions: readonly unknown[], home: Home, scripts: readonly string[]): readonly unknown[] {
  const resolved: unknown[] = [];
  let left = actions;
  while (left.length > 0) {
    const [action, ...others] = left;
    resolved.push(isRecord(action) ? resolveAction(withChoices(action, home), home, scripts) : action);
    const set = isRecord(action) && isRecord(action.variables) && serviceOf(action) === undefined;
    left = set ? listOf(withNames(others, variablesOf(action.variables, others))) : others;
  }
  return resolved;
}

/** Keys of an action that hold sequences, and those that hold conditions. */
const SEQUENCES = ["sequence", "then", "else", "default", "parallel"] as const;
const CONDITIONS = ["if", "conditions", "and", "or", "not", "while", "until"] as const;

function resolveAction(action: Part, home: Home, scripts: readonly string[]): Part {
  const name = serviceOf(action);
  if (name !== undefined) return resolveCall(action, name, home, scripts);
  if (typeof action.scene === "string") return sceneInPlace([action.scene], action, home) ?? action;
  if (action.device_id !== undefined && action.domain !== undefined)
    return { ...action, entity_id: withEntityIds(action.entity_id, home) };
  const resolved: Record<string, unknown> = { ...action };
  for (const key of SEQUENCES)
    if (resolved[key] !== undefined) resolved[key] = resolveActions(listOf(resolved[key]), home, scripts);
  for (const key of CONDITIONS) if (resolved[key] !== undefined) resolved[key] = resolvePart(resolved[key], home);
  if (resolved.choose !== undefined)
    resolved.choose = listOf(resolved.choose).map((one) => (isRecord(one) ? resolveAction(one, home, scripts) : one));
  if (isRecord(resolved.repeat)) resolved.repeat = resolveAction(resolved.repeat, home, scripts);
  if (resolved.wait_for_trigger !== undefined)
    resolved.wait_for_trigger = resolvePart(listOf(resolved.wait_for_trigger), home);
  return resolved.condition === undefined ? resolved : recordIn(resolvePart(resolved, home));
}

function serviceOf({ action, service, service_template: template }: Part): string | undefined {
  const name = action ?? service ?? template;
  return typeof name === "string" ? name.trim() : undefined;
}

function resolveCall(call: Part, name: string, home: Home, scripts: readonly string[]): Part {
  const { target, entity_id: beside, data, data_template: template, ...rest } = call;
  const allData = { ...recordIn(data), ...recordIn(template) };
  const own = Object.fromEntries(TARGET_KEYS.flatMap((key) => (key in allData ? [[key, allData[key]]] : [])));
  const aim = { ...own, ...(beside === undefined ? {} : { entity_id: beside }), ...recordIn(target) };
  const service = name.toLowerCase();
  const script = scriptCalled(service, aim, home);
  if (script !== undefined) return scriptsInPlace(script, allData, home, scripts, call);
  if (service === "scene.turn_on" || (service === "homeassistant.turn_on" && isOnly("scene", aim))) {
    const applied = sceneInPlace(readIds(aim.entity_id).ids, call, home);
    if (applied !== undefined) return applied;
  }
  if (Object.keys(aim).length === 0) return { ...rest, data: allData };
  const isKnown = isTemplate(name) || !name.includes(".");
  const plain = Object.fromEntries(Object.entries(allData).filter(([key]) => !(key in own)));
  return { ...rest, data: plain, target: targetOf(aim, home, isKnown ? "homeassistant" : domainOf(service)) };
}

const enabledOf = ({ enabled }: Part): Part => (enabled === undefined ? {} : { enabled });

const isOnly = (domain: string, aim: Part): boolean => {
  const { ids } = readIds(aim.entity_id);
  return ids.length > 0 && ids.every((id) => domainOf(id) === domain);
};

interface ScriptCall {
  readonly entityIds: readonly string[];
  /** `script.turn_on` does not wait for the script (components/script). */
  readonly waits: boolean;
}

function scriptCalled(service: string, aim: Part, home: Home): ScriptCall | undefined {
  if (isScriptItself(service))
    return home.references.scripts.has(service) ? { entityIds: [service], waits: true } : undefined;
  const isTurnedOn = service === "script.turn_on" || (service === "homeassistant.turn_on" && isOnly("script", aim));
  if (!isTurnedOn) return undefined;
  const { ids } = readIds(aim.entity_id);
  const isKnown = ids.length > 0 && ids.every((id) => home.references.scripts.has(id));
  return isKnown ? { entityIds: ids, waits: false } : undefined;
}

function scriptsInPlace(
  { entityIds, waits }: ScriptCall,
  fields: Part,
  home: Home,
  scripts: readonly string[],
  call: Part,
): Part {
  const started = { ...enabledOf(call), starts: entityIds };
  if (scripts.length >= MAX_DEPTH || entityIds.some((id) => scripts.includes(id))) return started;
  const { trigger: _, ...ofScript } = home;
  const sequences = entityIds.map((entityId): Part => {
    const config = recordIn(home.references.scripts.get(entityId));
    // The defaults of `fields` only fill the form of the editor (components/script of 2026.11 never reads them).
    const given = waits ? fields : recordIn(fields.variables);
    const unset = hasOpenData(call, fields, waits)
      ? {}
      : unsetIn(
          [config.sequence, config.variables],
          new Set([...Object.keys(given), ...Object.keys(recordIn(config.variables))]),
        );
    const names = variablesOf(config.variables, config.sequence, { ...unset, ...given });
    const sequence = listOf(withNames(config.sequence, names));
    return { script: entityId, waits, sequence: resolveActions(sequence, ofScript, [...scripts, entityId]) };
  });
  const [only, ...others] = sequences;
  return { ...started, ...(others.length === 0 && only !== undefined ? only : { parallel: sequences }) };
}

/** Whether a template makes the variables of a script, so that any may have a value. */
const hasOpenData = ({ data, data_template: template }: Part, fields: Part, waits: boolean): boolean =>
  [data, template, waits ? undefined : fields.variables].some(
    (part) => part !== undefined && part !== null && !isRecord(part),
  );

/** Undefined if the home does not know the states of one, as of a bridge's scenes. */
function sceneInPlace(named: readonly string[], call: Part, home: Home): Part | undefined {
  const ids = named.map((id) => id.trim().toLowerCase());
  const scenes = ids.map((id) => home.references.scenes.get(id));
  if (scenes.length === 0 || !scenes.every(isRecord)) return undefined;
  return { ...enabledOf(call), starts: ids, action: "scene.apply", data: { entities: Object.assign({}, ...scenes) } };
}
