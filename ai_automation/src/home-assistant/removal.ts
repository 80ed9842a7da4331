import { z } from "zod";
import type { Log } from "../model/log.ts";
import { findRunning } from "./automation-state.ts";
import type { Delays } from "./delays.ts";
import { CommandFailed } from "./errors.ts";
import { removeUnusedLabel } from "./labels.ts";
import { lookUntil } from "./looks.ts";
import { configPath, type Rest, type RestAnswer } from "./rest.ts";
import type { Session } from "./session.ts";
import { messageSchema } from "./wire.ts";

export interface RemovalParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly log: Log;
}

/**
 * Removes an automation until Home Assistant has neither its config nor its entity; false if something is left.
 *
 * Answers prove nothing: Home Assistant cancels the request of a client that disconnects. The config may then be gone,
 * so that another request gets "not found", while the entity runs until the next reload and stays registered:
 * components/config/view.py.
 *
 * @throws when the connection fails
 */
export async function removeCompletely(parts: RemovalParts, session: Session, id: string): Promise<boolean> {
  const { rest, delays, log } = parts;
  let hadOnlyEntity = false;
  const isGone = await lookUntil(session, delays, async () => {
    let config = await rest.request("GET", configPath(id));
    if (config.status === 200) {
      const answer = await rest.request("DELETE", configPath(id));
      if (answer.status !== 200 && !isMissing(answer)) return notRemoved(parts, id, answer);
      config = await rest.request("GET", configPath(id));
    }
    if (config.status === 200) return undefined;
    if (!isMissing(config)) return notRemoved(parts, id, config);
    const entityId = await findRunning(session, id);
    if (entityId === undefined) return true;
    // Home Assistant removes the entity shortly after it has answered a DELETE.
    if (hadOnlyEntity) {
      log.warn({ haAutomationId: id, entityId }, "automation without a config is removed");
      await removeEntity(session, id, entityId);
    }
    hadOnlyEntity = true;
    return undefined;
  });
  if (isGone === undefined) log.warn({ haAutomationId: id }, "automation still exists after its removal");
  if (isGone)
    await removeUnusedLabel(session).catch((error: unknown) =>
      log.warn({ haAutomationId: id, err: error }, "the unused label could not be removed"),
    );
  return isGone ?? false;
}

/** Distinguishes a missing config from the 404 of a Home Assistant that is still starting, which has no JSON body. */
const isMissing = ({ status, body }: RestAnswer): boolean =>
  (status === 400 || status === 404) && messageSchema.safeParse(body).success;

/** The reload does nothing while configuration.yaml is broken; removing the registry entry then stops the entity. */
async function removeEntity(session: Session, id: string, entityId: string): Promise<void> {
  const steps = [
    { type: "call_service", domain: "automation", service: "reload", service_data: { id } },
    { type: "config/entity_registry/remove", entity_id: entityId },
  ];
  for (const step of steps) await session.call(z.unknown(), step).catch(ignoreRefusal);
}

/** The next look decides, not the answer. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof CommandFailed)) throw error;
}

function notRemoved({ log }: RemovalParts, id: string, { status }: RestAnswer): false {
  log.warn({ haAutomationId: id, status }, "automation could not be removed");
  return false;
}
