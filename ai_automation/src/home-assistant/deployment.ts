import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { AutomationConfig } from "../model/automation.ts";
import type { ErrorCause } from "../model/errors.ts";
import type { Deployed, Looks } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { applyLooks } from "./apply-looks.ts";
import { findAutomation, loadedConfig, stateOf, turn } from "./automation-state.ts";
import { pause, type Delays } from "./delays.ts";
import { lookUntil } from "./looks.ts";
import { removeCompletely } from "./removal.ts";
import { configPath, textOf, type Rest, type RestAnswer } from "./rest.ts";
import type { Session } from "./session.ts";
import { validate } from "./validate.ts";
import type { WireEntity } from "./wire.ts";

/** Writes automations to Home Assistant and waits until they are loaded. Rejects when the connection fails. */
export interface Deployment {
  create(session: Session, id: string, config: AutomationConfig, looks: Looks): Promise<Deployed>;
  update(session: Session, id: string, config: AutomationConfig): Promise<Deployed>;
}

export interface DeploymentParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly log: Log;
}

interface Refusal {
  readonly reason: string;
  readonly told: ErrorCause;
}

const NOT_INCLUDED: Refusal = {
  reason:
    "automations.yaml is not included in configuration.yaml: add the line “automation: !include automations.yaml” to configuration.yaml, restart Home Assistant and approve again.",
  told: { reason: "not_included" },
};
const DELETED: Refusal = {
  reason: "The automation no longer exists in Home Assistant.",
  told: { reason: "gone" },
};
const NOT_LOADED: Refusal = {
  reason:
    "Home Assistant saved the automation but could not load it: check Settings > System > Repairs and Home Assistant's log for the reason.",
  told: { reason: "not_loaded" },
};
const CHANGE_NOT_LOADED: Refusal = {
  reason:
    "Home Assistant could not load the changed automation, so the previous version was restored: check Home Assistant's log for the reason.",
  told: { reason: "change_not_loaded" },
};
const CHANGE_NOT_SEEN =
  "Home Assistant stored the changed automation but has not loaded it yet: it is tried again automatically.";
const NOT_REMOVED =
  "Home Assistant could not load the automation, and what is left of it could not be removed: it is tried again automatically.";
const NOT_ADMIN =
  "The token belongs to a user without administrator rights: make that user an administrator, or use an administrator's token.";

export function createDeployment(parts: DeploymentParts): Deployment {
  const { rest, delays, log } = parts;
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
  const waitUntilOn = async (session: Session, id: string): Promise<WireEntity | Refusal> => {
    let wasTurnedOn = false;
    let refusal = NOT_INCLUDED;
    const loaded = await lookUntil(session, delays, async () => {
      const entity = await findAutomation(session, id);
      if (entity === undefined) return undefined;
      // An earlier attempt that was cut off created it, and it has been disabled since.
      if (entity.disabled_by) return entity;
      refusal = NOT_LOADED;
      const state = await stateOf(session, entity.entity_id);
      if (state === "on") return entity;
      if (state !== "off" || wasTurnedOn) return undefined;
      wasTurnedOn = true;
      await turn(session, entity.entity_id, true);
      return (await stateOf(session, entity.entity_id)) === "on" ? entity : undefined;
    });
    return loaded ?? refusal;
  };

  /** Whether the stored config is loaded and works; undefined if it was not loaded in time. */
  const hasLoaded = (session: Session, entityId: string, config: AutomationConfig): Promise<boolean | undefined> =>
    lookUntil(session, delays, async () => {
      if (!isSame(await loadedConfig(session, entityId), config)) return undefined;
      return (await stateOf(session, entityId)) !== "unavailable";
    });

  /** An earlier attempt that was cut off may have stored the automation, so a refusal is final once nothing is left. */
  const withdraw = async (session: Session, id: string, refusal: Deployed): Promise<Deployed> => {
    if (refusal.outcome !== "refused" || (await removeCompletely(parts, session, id))) return refusal;
    return { outcome: "away", reason: NOT_REMOVED };
  };

  return {
    create: async (session, id, config, looks) => {
      const validation = await validate(session, config);
      if (!validation.valid) return withdraw(session, id, { outcome: "refused", reason: validation.reason });
      const stored = await rest.request("POST", configPath(id), config);
      if (stored.status !== 200) return withdraw(session, id, refusalOf(stored));
      const entity = await waitUntilOn(session, id);
      if ("reason" in entity) return withdraw(session, id, { outcome: "refused", ...entity });
      await applyLooks(session, entity, looks).catch((error: unknown) => {
        if (session.lost.aborted) throw error;
        log.warn({ entityId: entity.entity_id, err: error }, "automation could not be labelled and sorted");
      });
      return { outcome: "deployed", entityId: entity.entity_id };
    },
    update: async (session, id, config) => {
      const entity = await findAutomation(session, id);
      if (entity === undefined) return { outcome: "refused", ...DELETED };
      const previous = await rest.request("GET", configPath(id));
      const refuse = (refusal: Deployed): Deployed =>
        refusal.outcome === "refused" && isSame(previous.body, config) ? storedBefore(refusal.reason) : refusal;
      const validation = await validate(session, config);
      if (!validation.valid) return refuse({ outcome: "refused", reason: validation.reason });
      const stored = await replace(session, id, config);
      if (stored.status !== 200) return refuse(refusalOf(stored));
      // A disabled automation is not loaded until it is enabled.
      if (entity.disabled_by) return { outcome: "deployed", entityId: entity.entity_id };
      const works = await hasLoaded(session, entity.entity_id, config);
      if (works === undefined) return { outcome: "away", reason: CHANGE_NOT_SEEN };
      if (works) return { outcome: "deployed", entityId: entity.entity_id };
      if (previous.status === 200 && isObject(previous.body)) {
        const restored = await replace(session, id, previous.body);
        if (restored.status !== 200)
          return { outcome: "away", reason: `Home Assistant responded: ${textOf(restored)}.` };
      }
      return refuse({ outcome: "refused", ...CHANGE_NOT_LOADED });
    },
  };
}

/** An attempt that was cut off stored the change, and the version before it is unknown here: only an undo restores it. */
const storedBefore = (reason: string): Deployed => ({
  outcome: "away",
  reason: `An earlier attempt stored the change, but Home Assistant does not accept it: undo it to restore the previous version. ${reason}`,
});

/** Home Assistant adds the id. */
const isSame = (loaded: unknown, config: AutomationConfig): boolean =>
  isObject(loaded) && isDeepStrictEqual({ ...loaded, id: null }, { ...JSON.parse(JSON.stringify(config)), id: null });

function refusalOf(answer: RestAnswer): Deployed {
  if (answer.status === 401 || answer.status === 403) return { outcome: "away", reason: NOT_ADMIN };
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429)
    return { outcome: "away", reason: `Home Assistant responded: ${textOf(answer)}.` };
  return { outcome: "refused", reason: textOf(answer) };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
