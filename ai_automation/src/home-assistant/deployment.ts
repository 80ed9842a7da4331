import { z } from "zod";
import type { AutomationConfig } from "../model/automation.ts";
import type { Deployed } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { findAutomation, stateOf, turn } from "./automation-state.ts";
import { type Delays, pause } from "./delays.ts";
import { labelEntity } from "./labels.ts";
import { configPath, type Rest, type RestAnswer, textOf } from "./rest.ts";
import type { Session } from "./session.ts";
import { validate } from "./validate.ts";
import type { WireEntity } from "./wire.ts";

/** Writes automations to Home Assistant and waits until they are loaded. Rejects when the connection fails. */
export interface Deployment {
  create(session: Session, id: string, config: AutomationConfig, label: string | null): Promise<Deployed>;
  update(session: Session, id: string, config: AutomationConfig): Promise<Deployed>;
}

export interface DeploymentParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly now: Now;
  readonly log: Log;
}

const NOT_INCLUDED =
  "automations.yaml is not included in configuration.yaml: add the line “automation: !include automations.yaml” to configuration.yaml, restart Home Assistant and approve again.";
const DELETED = "The automation no longer exists in Home Assistant.";
const NOT_LOADED =
  "Home Assistant saved the automation but could not load it: check Settings > System > Repairs and Home Assistant's log for the reason.";
const CHANGE_NOT_LOADED =
  "Home Assistant could not load the changed automation, so the previous version was restored: check Home Assistant's log for the reason.";
const NOT_ADMIN =
  "The token belongs to a user without administrator rights: make that user an administrator, or use an administrator's token.";

export function createDeployment({ rest, delays, now, log }: DeploymentParts): Deployment {
  /** Home Assistant responds before it reloads, and during the reload the automation has no state. */
  const replace = async (session: Session, id: string, config: object): Promise<RestAnswer> => {
    const { promise: reloaded, resolve } = Promise.withResolvers<void>();
    const settled = new AbortController();
    const unsubscribe = await session.subscribe("automation_reloaded", z.unknown(), () => resolve());
    try {
      const stored = await rest.request("POST", configPath(id), config);
      const timeout = pause(delays.deployed, AbortSignal.any([session.lost, settled.signal]));
      if (stored.status === 200) await Promise.race([reloaded, timeout]);
      return stored;
    } finally {
      settled.abort();
      await unsubscribe();
    }
  };

  /** Resolves to the entity once it is on, or to the reason why it did not come up in time. */
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
    create: async (session, id, config, label) => {
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
    },
    update: async (session, id, config) => {
      const entity = await findAutomation(session, id);
      if (entity === undefined) return { outcome: "refused", reason: DELETED };
      const validation = await validate(session, config);
      if (!validation.valid) return { outcome: "refused", reason: validation.reason };
      const previous = await rest.request("GET", configPath(id));
      const stored = await replace(session, id, config);
      if (stored.status !== 200) return refusalOf(stored);
      if ((await stateOf(session, entity.entity_id)) !== "unavailable")
        return { outcome: "deployed", entityId: entity.entity_id };
      if (previous.status === 200 && isObject(previous.body)) await replace(session, id, previous.body);
      return { outcome: "refused", reason: CHANGE_NOT_LOADED };
    },
  };
}

function refusalOf(answer: RestAnswer): Deployed {
  if (answer.status === 401 || answer.status === 403) return { outcome: "away", reason: NOT_ADMIN };
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429)
    return { outcome: "away", reason: `Home Assistant responded: ${textOf(answer)}.` };
  return { outcome: "refused", reason: textOf(answer) };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
