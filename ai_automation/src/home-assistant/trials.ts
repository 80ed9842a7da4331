import { z } from "zod";
import type { Attributor } from "../history/attribution/attributor.ts";
import type { Acted, EntityState, HomeCall, HomeTrials } from "../model/home.ts";
import { CommandFailed } from "./errors.ts";
import type { Session } from "./session.ts";

export interface TrialsParts {
  readonly currentSession: () => Session | undefined;
  readonly expectTrial: Attributor["expectTrial"];
  /** The reason that is returned while there is no session. */
  readonly connectionMessage: () => string;
}

const statesSchema = z.array(
  z.object({ entity_id: z.string(), state: z.string(), attributes: z.record(z.string(), z.unknown()) }),
);

export function createTrials({ currentSession, expectTrial, connectionMessage }: TrialsParts): HomeTrials {
  const act = async (calls: readonly HomeCall[], userId: string | null): Promise<Acted> => {
    const session = currentSession();
    if (session === undefined) return { outcome: "away", reason: connectionMessage() };
    for (const { domain, service, data } of calls) {
      const settled = expectTrial({ domain, service, data }, userId);
      try {
        await session.call(z.unknown(), { type: "call_service", domain, service, service_data: data });
      } catch (error) {
        return error instanceof CommandFailed
          ? { outcome: "refused", reason: error.message }
          : { outcome: "away", reason: error instanceof Error ? error.message : String(error) };
      } finally {
        settled();
      }
    }
    return { outcome: "done" };
  };

  return {
    states: async (entityIds) => {
      const session = currentSession();
      if (session === undefined) return "away";
      try {
        const states = await session.call(statesSchema, { type: "get_states" });
        return states
          .filter(({ entity_id: id }) => entityIds.includes(id))
          .map(({ entity_id: entityId, state, attributes }) => ({ entityId, state, attributes }));
      } catch {
        return "away";
      }
    },
    call: act,
    restore: async (states, userId) => act([{ domain: "scene", service: "apply", data: restoring(states) }], userId),
  };
}

/** `scene.apply` brings back states as a scene does (components/homeassistant/scene.py): each domain knows how. */
const restoring = (states: readonly EntityState[]) => ({
  entities: Object.fromEntries(states.map(({ entityId, state, attributes }) => [entityId, { ...attributes, state }])),
});
