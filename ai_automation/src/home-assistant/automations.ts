import type { AutomationConfig } from "../model/automation.ts";
import type { Deployed, Looks, Switched, Validation } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { enable, findAutomation, stateOf, turn } from "./automation-state.ts";
import type { Delays } from "./delays.ts";
import { createDeployment } from "./deployment.ts";
import { CommandFailed } from "./errors.ts";
import { lookUntil } from "./looks.ts";
import { removeCompletely } from "./removal.ts";
import type { Rest } from "./rest.ts";
import type { Session } from "./session.ts";
import { validate } from "./validate.ts";

export interface Automations {
  validate(session: Session, config: AutomationConfig): Promise<Validation>;
  deploy(session: Session, id: string, config: AutomationConfig, looks: Looks): Promise<Deployed>;
  update(session: Session, id: string, config: AutomationConfig): Promise<Deployed>;
  /** "removed" once neither a config nor an entity is left. */
  remove(session: Session, id: string): Promise<"removed" | "away">;
  setEnabled(session: Session, id: string, isEnabled: boolean): Promise<Switched>;
}

export interface AutomationsParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly log: Log;
}

/** Failures are logged and returned as an outcome; only `validate` rejects. */
export function createAutomations(parts: AutomationsParts): Automations {
  const { delays, log } = parts;
  const deployment = createDeployment(parts);

  return {
    validate,
    deploy: async (session, id, config, looks) => {
      try {
        return await deployment.create(session, id, config, looks);
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "automation could not be created");
        return { outcome: "away", reason: `Home Assistant could not be reached: ${messageOf(error)}.` };
      }
    },
    update: async (session, id, config) => {
      try {
        return await deployment.update(session, id, config);
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "automation could not be changed");
        return { outcome: "away", reason: `Home Assistant could not be reached: ${messageOf(error)}.` };
      }
    },
    remove: async (session, id) => {
      try {
        if (await removeCompletely(parts, session, id)) return "removed";
      } catch (error) {
        log.warn({ haAutomationId: id, err: error }, "automation could not be removed");
      }
      return "away";
    },
    setEnabled: async (session, id, isEnabled) => {
      const state = isEnabled ? "on" : "off";
      try {
        const entity = await findAutomation(session, id);
        if (entity === undefined) return { outcome: "missing" };
        const { entity_id: entityId } = entity;
        if (entity.disabled_by) {
          if (!isEnabled) return { outcome: "done" };
          await enable(session, entity);
        }
        await turn(session, entityId, isEnabled);
        // Home Assistant reports success for an automation that is unavailable, too.
        const isDone = await lookUntil(
          session,
          delays,
          async () => (await stateOf(session, entityId)) === state || undefined,
        );
        if (isDone) return { outcome: "done" };
        return {
          outcome: "away",
          reason: `Home Assistant did not turn the automation ${state}: check its log for the reason.`,
        };
      } catch (error) {
        log.warn({ haAutomationId: id, isEnabled, err: error }, "automation could not be turned on or off");
        return {
          outcome: "away",
          reason:
            error instanceof CommandFailed
              ? `Home Assistant could not turn the automation ${state}: ${messageOf(error)}.`
              : `Home Assistant may have turned the automation ${state} or not: ${messageOf(error)}.`,
        };
      }
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
