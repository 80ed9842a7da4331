import type { AutomationRun } from "../../model/automation.ts";
import { isActuator } from "../../model/domains.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import type { Log } from "../../model/log.ts";
import type { StateChange } from "../../model/state-change.ts";
import { HOUR, type Now } from "../../model/time.ts";
import type { AutomationList, ListedAutomation } from "./automation-list.ts";

/** Publishes automations soon after they ran, were corrected, or were turned on or off. */
export interface AutomationNews {
  /** The home's automations changed. */
  changed(): void;
  /** These were stored in the archive. */
  recorded(changes: readonly StateChange[], runs: readonly AutomationRun[]): void;
  stop(): Promise<void>;
}

/** Older changes come from imports and catching up; they appear with the next list. */
const MAX_AGE = HOUR;

export function createAutomationNews(parts: {
  readonly list: AutomationList;
  readonly now: Now;
  readonly log: Log;
  /** Milliseconds; changes within this time are published together. */
  readonly delay: number;
  readonly onChange: (automation: ListedAutomation) => void;
}): AutomationNews {
  const { list, now, log, delay, onChange } = parts;
  const published = new Map<string, string>();
  const pendingRuns = new Set<string>();
  let isAllPending = false;
  let isOwnPending = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const queue = createSerialQueue();

  const publish = async (): Promise<void> => {
    const [all, own, entityIds] = [isAllPending, isOwnPending, new Set(pendingRuns)];
    isAllPending = false;
    isOwnPending = false;
    pendingRuns.clear();
    const found = await list(
      ({ entityId, suggestionId }) => all || (own && suggestionId !== null) || entityIds.has(entityId ?? ""),
    );
    for (const automation of found) {
      const key = automation.entityId ?? `suggestion ${automation.suggestionId}`;
      const json = JSON.stringify(automation);
      if (published.get(key) === json) continue;
      published.set(key, json);
      onChange(automation);
    }
  };
  const schedule = (): void => {
    if (isStopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      queue.run(publish).catch((error: unknown) => log.warn({ err: error }, "publishing automations failed"));
    }, delay).unref();
  };

  return {
    changed: () => {
      isAllPending = true;
      schedule();
    },
    recorded: (changes, runs) => {
      const since = now() - MAX_AGE;
      for (const { entityId, at } of runs) if (at >= since) pendingRuns.add(entityId);
      if (changes.some((change) => change.at >= since && isManual(change))) isOwnPending = true;
      if (isOwnPending || pendingRuns.size > 0) schedule();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await queue.settled();
    },
  };
}

const isManual = ({ entityId, cause }: StateChange): boolean =>
  isActuator(entityId) && (cause.kind === "person" || cause.kind === "physical");
