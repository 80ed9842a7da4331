import type { Connection } from "home-assistant-js-websocket";
import type { z } from "zod";
import { createAttributor } from "../history/attribution/attributor.ts";
import type { Accounts } from "../history/attribution/accounts.ts";
import type { ChangeArchive } from "../model/archive.ts";
import { isOccurrence } from "../model/domains.ts";
import type { StateChange } from "../model/state-change.ts";
import { fromIso } from "./instants.ts";
import { callServiceEvent, plainEvent, startedEvent, stateChangedEvent } from "./messages.ts";
import { isArchived } from "./recorded-entities.ts";

export interface Live {
  /** The instant from which live events are complete, by Home Assistant's clock; undefined before the first event. */
  since(): number | undefined;
  /** Writes what has come since the last time. Rejects when the archive does; nothing is lost then. */
  flush(): Promise<void>;
}

/** Follows the events that change states or cause changes, and gives the archive each change with its cause. */
export async function followEvents(parts: {
  readonly connection: Connection;
  readonly archive: ChangeArchive;
  readonly accounts: Accounts;
  /** An event came that is not understood; it is left out. */
  readonly onStrange: (type: string, fault: string) => void;
  readonly onAutomationChanged: () => void;
}): Promise<Live> {
  const { connection, archive, accounts, onStrange, onAutomationChanged } = parts;
  const attributor = createAttributor();
  attributor.knowAccounts(accounts);
  let waiting: StateChange[] = [];
  let coveredTo: number | undefined;
  let since: number | undefined;
  let heardAt = 0;

  const heard = (at: number): void => {
    since ??= at;
    coveredTo ??= at;
    heardAt = Math.max(heardAt, at);
  };
  const follow = <T extends z.ZodType>(type: string, schema: T, handle: (event: z.output<T>) => void): Promise<unknown> =>
    connection.subscribeEvents((event: unknown) => {
      const parsed = schema.safeParse(event);
      if (parsed.success) handle(parsed.data);
      else onStrange(type, parsed.error.issues[0]?.message ?? "");
    }, type);

  await follow("automation_triggered", startedEvent, ({ context, data, time_fired }) => {
    heard(fromIso(time_fired));
    attributor.automationTriggered(context, data.entity_id, fromIso(time_fired));
  });
  await follow("script_started", startedEvent, ({ context, data, time_fired }) => {
    heard(fromIso(time_fired));
    attributor.scriptStarted(context, data.entity_id, fromIso(time_fired));
  });
  await follow("homekit_state_change", plainEvent, ({ context, time_fired }) => {
    heard(fromIso(time_fired));
    attributor.homekitChanged(context, fromIso(time_fired));
  });
  await follow("call_service", callServiceEvent, ({ context, data, time_fired }) => {
    const at = fromIso(time_fired);
    heard(at);
    const { domain, service } = data;
    attributor.serviceCalled({ context, domain, service, entityIds: data.service_data?.entity_id ?? [], at });
  });
  await follow("state_changed", stateChangedEvent, ({ context, data }) => {
    const { entity_id: entityId, old_state: before, new_state: after } = data;
    if (after === null || after === undefined) return;
    const at = fromIso(after.last_updated);
    heard(at);
    if (entityId.startsWith("automation.") && before?.state !== after.state) onAutomationChanged();
    if (before?.state === after.state) return;
    const cause = attributor.causeOf({ context, entityId, oldState: before?.state ?? null, newState: after.state, at });
    const state = isOccurrence(entityId) ? after.attributes.event_type : after.state;
    if (typeof state === "string" && isArchived(entityId)) waiting.push({ entityId, state, at, cause });
  });

  return {
    since: () => since,
    flush: async () => {
      if (coveredTo === undefined) return;
      const changes = waiting;
      const covered = { from: coveredTo, to: heardAt };
      waiting = [];
      try {
        await archive.record(changes, covered);
        coveredTo = covered.to;
      } catch (error) {
        waiting = [...changes, ...waiting];
        throw error;
      }
    },
  };
}
