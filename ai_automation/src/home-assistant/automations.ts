import type { AutomationConfig } from "../model/automation.ts";
import type { Deployed, Switched, Validation } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { findAutomation, turn } from "./automation-state.ts";
import { createDeployment } from "./deployment.ts";
import type { Delays } from "./delays.ts";
import { configPath, type Rest, type RestAnswer } from "./rest.ts";
import type { Session } from "./session.ts";
import { validate } from "./validate.ts";

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

/** Failures are logged and returned as an outcome; only `validate` rejects. */
export function createAutomations(parts: AutomationsParts): Automations {
  const { rest, log } = parts;
  const deployment = createDeployment(parts);

  return {
    validate,
    deploy: async (session, id, config, label) => {
      try {
        return await deployment.create(session, id, config, label);
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
    remove: async (id) => {
      try {
        const answer = await rest.request("DELETE", configPath(id));
        if (answer.status === 200 || isMissing(answer)) return "removed";
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
        const action = isEnabled ? "on" : "off";
        return {
          outcome: "away",
          reason: `Home Assistant could not turn the automation ${action}: ${messageOf(error)}.`,
        };
      }
    },
  };
}

/** Home Assistant answers 400 for an id that does not exist: components/config/view.py */
const isMissing = ({ status }: RestAnswer): boolean => status === 400 || status === 404;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
