import type { AutomationRun } from "../../model/automation.ts";
import { isActuator } from "../../model/domains.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import type { Log } from "../../model/log.ts";
import type { StateChange } from "../../model/state-change.ts";
import { HOUR, type Now } from "../../model/time.ts";
import type { AutomationList, ListedAutomation } from "./automation-list.ts";

/** Tells of automations that ran, were corrected, turned on or off, soon after it happened. */
export interface AutomationNews {
  /** Something about the home's automations changed. */
  changed(): void;
  /** This went into the archive. */
  recorded(changes: readonly StateChange[], runs: readonly AutomationRun[]): void;
  stop(): Promise<void>;
}

/** What is older was read, not heard: it is told with the next list. */
const NEW = HOUR;

export function createAutomationNews(parts: {
  readonly list: AutomationList;
  readonly now: Now;
  readonly log: Log;
  /** What happens within so many milliseconds is told once. */
  readonly delay: number;
  readonly onChange: (automation: ListedAutomation) => void;
}): AutomationNews {
  const { list, now, log, delay, onChange } = parts;
  const known = new Map<string, string>();
  const ran = new Set<string>();
  let isAll = false;
  let isOurs = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const telling = createSerialQueue();

  const tell = async (): Promise<void> => {
    const [all, ours, entityIds] = [isAll, isOurs, new Set(ran)];
    isAll = false;
    isOurs = false;
    ran.clear();
    const found = await list(
      ({ entityId, suggestionId }) => all || (ours && suggestionId !== null) || entityIds.has(entityId ?? ""),
    );
    for (const automation of found) {
      const key = automation.entityId ?? `suggestion ${automation.suggestionId}`;
      const text = JSON.stringify(automation);
      if (known.get(key) === text) continue;
      known.set(key, text);
      onChange(automation);
    }
  };
  const soon = (): void => {
    if (isStopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      telling.run(tell).catch((error: unknown) => log.warn({ err: error }, "news of automations could not be told"));
    }, delay).unref();
  };

  return {
    changed: () => {
      isAll = true;
      soon();
    },
    recorded: (changes, runs) => {
      const since = now() - NEW;
      for (const { entityId, at } of runs) if (at >= since) ran.add(entityId);
      if (changes.some((change) => change.at >= since && isByHand(change))) isOurs = true;
      if (isOurs || ran.size > 0) soon();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await telling.settled();
    },
  };
}

const isByHand = ({ entityId, cause }: StateChange): boolean =>
  isActuator(entityId) && (cause.kind === "person" || cause.kind === "physical");
