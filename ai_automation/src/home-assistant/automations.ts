import { z } from "zod";
import type { AutomationConfig } from "../model/automation.ts";
import type { Deployed, Switched, Validation } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { type Delays, pause } from "./delays.ts";
import { CommandFailed } from "./errors.ts";
import { labelEntity } from "./labels.ts";
import { type Rest, type RestAnswer, textOf } from "./rest.ts";
import type { Session } from "./session.ts";
import { entityRegistrySchema, statesSchema, validationSchema, type WireEntity } from "./wire.ts";

export interface Automations {
  validate(session: Session, config: AutomationConfig): Promise<Validation>;
  deploy(session: Session, id: string, config: AutomationConfig, label: string | null): Promise<Deployed>;
  update(session: Session, id: string, config: AutomationConfig): Promise<Deployed>;
  remove(id: string): Promise<"removed" | "away">;
  setEnabled(session: Session, id: string, isEnabled: boolean): Promise<Switched>;
}

export interface AutomationsParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly now: Now;
  readonly log: Log;
}

const NOT_INCLUDED =
  "automations.yaml is not included in configuration.yaml: add the line “automation: !include automations.yaml” to configuration.yaml, restart Home Assistant and approve again.";
const GONE = "The automation is no longer in Home Assistant.";
const NOT_LOADED =
  "Home Assistant stored the automation but could not load it: look at Settings > System > Repairs and at its log for the reason.";
const NOT_LOADED_ANEW =
  "Home Assistant could not load the changed automation, and has the former one back: look at its log for the reason.";
const NOT_ADMIN =
  "The token belongs to a user without administrator rights: make that user an administrator, or set the token of one.";

export function createAutomations({ rest, delays, now, log }: AutomationsParts): Automations {
  const configPath = (id: string): string => `/api/config/automation/config/${encodeURIComponent(id)}`;

  const deployWhereReachable = async (
    session: Session,
    id: string,
    config: AutomationConfig,
    label: string | null,
  ): Promise<Deployed> => {
    const validation = await validate(session, config);
    if (!validation.valid) return { outcome: "refused", reason: validation.reason };
    const stored = await rest.request("POST", configPath(id), config);
    if (stored.status !== 200) return refusalOf(stored);
    const entity = await waitUntilOn(session, id);
    if (typeof entity === "string") {
      await rest.request("DELETE", configPath(id));
      return { outcome: "refused", reason: entity };
    }
    await labelEntity(session, entity, label).catch((error: unknown) => {
      log.warn({ entityId: entity.entity_id, err: error }, "automation could not be labelled");
    });
    return { outcome: "deployed", entityId: entity.entity_id };
  };

  const updateWhereReachable = async (session: Session, id: string, config: AutomationConfig): Promise<Deployed> => {
    const entity = await findAutomation(session, id);
    if (entity === undefined) return { outcome: "refused", reason: GONE };
    const validation = await validate(session, config);
    if (!validation.valid) return { outcome: "refused", reason: validation.reason };
    const former = await rest.request("GET", configPath(id));
    const stored = await replace(session, id, config);
    if (stored.status !== 200) return refusalOf(stored);
    if ((await stateOf(session, entity.entity_id)) !== "unavailable")
      return { outcome: "deployed", entityId: entity.entity_id };
    if (former.status === 200 && isObject(former.body)) await replace(session, id, former.body);
    return { outcome: "refused", reason: NOT_LOADED_ANEW };
  };

  /** Home Assistant answers first and then reloads, in which time the automation is not there to be looked at. */
  const replace = async (session: Session, id: string, config: object): Promise<RestAnswer> => {
    const { promise: reloaded, resolve } = Promise.withResolvers<void>();
    const settled = new AbortController();
    const unsubscribe = await session.subscribe("automation_reloaded", z.unknown(), () => resolve());
    try {
      const stored = await rest.request("POST", configPath(id), config);
      const longest = pause(delays.deployed, AbortSignal.any([session.lost, settled.signal]));
      if (stored.status === 200) await Promise.race([reloaded, longest]);
      return stored;
    } finally {
      settled.abort();
      await unsubscribe();
    }
  };

  /** The entity once it is on, or why it never will be. */
  const waitUntilOn = async (session: Session, id: string): Promise<WireEntity | string> => {
    const deadline = now() + delays.deployed;
    let wasTurnedOn = false;
    for (;;) {
      const entity = await findAutomation(session, id);
      const state = entity === undefined ? undefined : await stateOf(session, entity.entity_id);
      if (entity !== undefined && state === "on") return entity;
      if (entity !== undefined && state === "off" && !wasTurnedOn) {
        wasTurnedOn = true;
        await turn(session, entity.entity_id, true);
        continue;
      }
      if (session.lost.aborted || now() >= deadline) return entity === undefined ? NOT_INCLUDED : NOT_LOADED;
      await pause(delays.deployedLook, session.lost);
    }
  };

  return {
    validate,
    deploy: async (session, id, config, label) => {
      try {
        return await deployWhereReachable(session, id, config, label);
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "deployment was cut off");
        return { outcome: "away", reason: `Home Assistant could not be reached: ${messageOf(error)}.` };
      }
    },
    update: async (session, id, config) => {
      try {
        return await updateWhereReachable(session, id, config);
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "automation could not be changed");
        return { outcome: "away", reason: `Home Assistant could not be reached: ${messageOf(error)}.` };
      }
    },
    remove: async (id) => {
      try {
        const answer = await rest.request("DELETE", configPath(id));
        if (answer.status === 200 || isNotThere(answer)) return "removed";
        log.warn({ haAutomationId: id, status: answer.status }, "automation could not be removed");
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "automation could not be removed");
      }
      return "away";
    },
    setEnabled: async (session, id, isEnabled) => {
      try {
        const entity = await findAutomation(session, id);
        if (entity === undefined) return { outcome: "missing" };
        await turn(session, entity.entity_id, isEnabled);
        return { outcome: "done" };
      } catch (error) {
        log.warn({ haAutomationId: id, isEnabled, err: error }, "automation could not be turned on or off");
        return { outcome: "away", reason: `Home Assistant did not do it: ${messageOf(error)}.` };
      }
    },
  };
}

async function validate(session: Session, config: AutomationConfig): Promise<Validation> {
  const { triggers, conditions, actions } = config;
  try {
    const parts = await session.call(validationSchema, { type: "validate_config", triggers, conditions, actions });
    for (const [part, verdict] of Object.entries(parts))
      if (verdict?.valid === false) return { valid: false, reason: `${part}: ${verdict.error ?? "not valid"}` };
    return { valid: true };
  } catch (error) {
    if (error instanceof CommandFailed && error.code === "invalid_format")
      return { valid: false, reason: error.message };
    throw error;
  }
}

function refusalOf(answer: RestAnswer): Deployed {
  if (answer.status === 401 || answer.status === 403) return { outcome: "away", reason: NOT_ADMIN };
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429)
    return { outcome: "away", reason: `Home Assistant answered: ${textOf(answer)}.` };
  return { outcome: "refused", reason: textOf(answer) };
}

/** Home Assistant answers 400 for an id that does not exist: components/config/view.py */
const isNotThere = ({ status }: RestAnswer): boolean => status === 400 || status === 404;

async function findAutomation(session: Session, id: string): Promise<WireEntity | undefined> {
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  return registry.find(({ platform, unique_id }) => platform === "automation" && unique_id === id);
}

async function stateOf(session: Session, entityId: string): Promise<string | undefined> {
  const states = await session.call(statesSchema, { type: "get_states" });
  return states.find(({ entity_id }) => entity_id === entityId)?.state;
}

async function turn(session: Session, entityId: string, isOn: boolean): Promise<void> {
  await session.call(z.unknown(), {
    type: "call_service",
    domain: "automation",
    service: isOn ? "turn_on" : "turn_off",
    service_data: { entity_id: entityId, ...(isOn ? {} : { stop_actions: true }) },
  });
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
