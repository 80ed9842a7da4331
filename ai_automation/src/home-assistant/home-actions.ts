import type { Deployed, Home, Looks } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Automations } from "./automations.ts";
import { removeUnusedLabel } from "./labels.ts";
import type { Session } from "./session.ts";

const PLAIN: Looks = { label: null, areaId: null, icon: null, similar: [] };

export interface HomeActionsParts {
  readonly automations: Automations;
  readonly refreshAutomations: (session: Session) => Promise<void>;
  readonly currentSession: () => Session | undefined;
  /** The reason that is returned while there is no session. */
  readonly connectionMessage: () => string;
  readonly log: Log;
}

/** Acts on automations in the current session. After a change the snapshot is up to date before the result is returned. */
export function createHomeActions(
  parts: HomeActionsParts,
): Pick<Home, "validate" | "deploy" | "update" | "remove" | "setEnabled" | "removeUnusedLabel"> {
  const { automations, currentSession, connectionMessage, log } = parts;
  const away = (): { readonly outcome: "away"; readonly reason: string } => ({
    outcome: "away",
    reason: connectionMessage(),
  });
  const refresh = (session: Session): Promise<void> =>
    parts
      .refreshAutomations(session)
      .catch((error: unknown) => log.warn({ err: error }, "automations could not be read"));
  const refreshed = async (session: Session, result: Deployed): Promise<Deployed> => {
    if (result.outcome === "deployed") await refresh(session);
    return result;
  };

  return {
    validate: async (config) => {
      const session = currentSession();
      if (session === undefined) return undefined;
      return automations.validate(session, config).catch((error: unknown) => {
        log.warn({ err: error }, "automation could not be validated");
        return undefined;
      });
    },
    deploy: async (id, config, looks = PLAIN) => {
      const session = currentSession();
      if (session === undefined) return away();
      return refreshed(session, await automations.deploy(session, id, config, looks));
    },
    update: async (id, config) => {
      const session = currentSession();
      if (session === undefined) return away();
      return refreshed(session, await automations.update(session, id, config));
    },
    remove: async (id) => {
      const session = currentSession();
      if (session === undefined) return "away";
      const result = await automations.remove(session, id);
      if (result === "removed") await refresh(session);
      return result;
    },
    setEnabled: async (id, isEnabled) => {
      const session = currentSession();
      if (session === undefined) return away();
      const result = await automations.setEnabled(session, id, isEnabled);
      if (result.outcome === "done") await refresh(session);
      return result;
    },
    removeUnusedLabel: async () => {
      const session = currentSession();
      if (session === undefined) return;
      await removeUnusedLabel(session).catch((error: unknown) =>
        log.warn({ err: error }, "the unused label could not be removed"),
      );
    },
  };
}
