import type { AutomationRun } from "../model/automation.ts";
import type { BackfillProgress, HomeConnection, NotificationAction } from "../model/home.ts";
import type { EntityMove } from "../model/identity.ts";
import type { Job } from "../model/job.ts";
import type { StateChange } from "../model/state-change.ts";
import type { Suggestion } from "../model/suggestion.ts";
import type { ListedAutomation } from "../suggestions/follow-up/automation-list.ts";
import type { LifecycleStep } from "../suggestions/ports.ts";
import type { InBackground } from "./in-background.ts";

/** Events between parts of the service, with their values. */
interface EventMap {
  homeConnectionChanged: readonly [connection: HomeConnection];
  backfillProgressed: readonly [progress: BackfillProgress];
  /** An automation was added, removed, changed or switched: the home's snapshot shows it. */
  automationsChanged: readonly [];
  notificationAnswered: readonly [answer: NotificationAction];
  /** These changes and runs are in the archive now. */
  historyRecorded: readonly [changes: readonly StateChange[], runs: readonly AutomationRun[]];
  /** Names are leaving the archive in the current transaction: copies of its history are outdated. */
  historyForgotten: readonly [];
  /** These moves are stored; `ids` are the new ids by the old ones. */
  entitiesMoved: readonly [ids: ReadonlyMap<string, string>, moves: readonly EntityMove[]];
  jobChanged: readonly [job: Job];
  /** The step is stored. */
  suggestionStepped: readonly [id: number, step: LifecycleStep];
  /** The suggestion is new or has changed, and is stored as given. */
  suggestionChanged: readonly [suggestion: Suggestion];
  /** An automation ran, was corrected or was switched. */
  automationReported: readonly [automation: ListedAutomation];
  /** Learning was paused or resumed, or a pause has ended. */
  learningChanged: readonly [];
  /** The nightly work is due: daily figures have changed. */
  dayPassed: readonly [];
}

export type Publish = <K extends keyof EventMap>(name: K, ...values: EventMap[K]) => void;

export interface Events {
  /** Subscribes. The task names the reaction in the log. */
  on<K extends keyof EventMap>(name: K, task: string, react: Reaction<K>): void;
  /**
   * Calls all subscribers before it returns, in the order in which they subscribed. A subscriber that fails is logged
   * and stops neither the others nor the publisher. Asynchronous reactions are started, not awaited.
   */
  readonly publish: Publish;
  /** Delivers the events held back so far, in order, and all later ones immediately. */
  open(): void;
}

type Reaction<K extends keyof EventMap> = (...values: EventMap[K]) => void | Promise<void>;

interface Subscriber<K extends keyof EventMap> {
  readonly task: string;
  readonly react: Reaction<K>;
}

/**
 * Events are held back until `open`: a part may publish while it is created, before later parts have
 * subscribed.
 */
export function createEvents(inBackground: InBackground): Events {
  const subscribers: { readonly [K in keyof EventMap]: Subscriber<K>[] } = {
    homeConnectionChanged: [],
    backfillProgressed: [],
    automationsChanged: [],
    notificationAnswered: [],
    historyRecorded: [],
    historyForgotten: [],
    entitiesMoved: [],
    jobChanged: [],
    suggestionStepped: [],
    suggestionChanged: [],
    automationReported: [],
    learningChanged: [],
    dayPassed: [],
  };
  const held: (() => void)[] = [];
  let isOpen = false;
  const deliver: Publish = (name, ...values) => {
    for (const { task, react } of subscribers[name]) inBackground(task, () => react(...values));
  };
  return {
    on: (name, task, react) => void subscribers[name].push({ task, react }),
    publish: (name, ...values) => {
      if (isOpen) deliver(name, ...values);
      else held.push(() => deliver(name, ...values));
    },
    open: () => {
      // Events published during delivery queue behind earlier ones.
      for (let next = held.shift(); next !== undefined; next = held.shift()) next();
      isOpen = true;
    },
  };
}
