import type { Attributor, Trace } from "../history/attribution/attributor.ts";
import type { AutomationRun } from "../model/automation.ts";
import type { NotificationAction } from "../model/home.ts";
import type { LevelChange } from "../model/level.ts";
import type { StateChange } from "../model/state-change.ts";
import { domainOf } from "../model/state-change.ts";
import { instantOfText } from "./instants.ts";
import { changeOf, contextOfWire, levelChangeOf, removalOf } from "./live-changes.ts";
import { createOccurrences } from "./occurrences.ts";
import type { Session } from "./session.ts";
import {
  answerSchema,
  callServiceSchema,
  plainEventSchema,
  startedSchema,
  stateChangedSchema,
  type WireContext,
} from "./wire.ts";

export interface LiveListener {
  onChange(change: StateChange): void;
  onLevels(change: LevelChange): void;
  /** Events come in order: whatever happened before this instant has been told. */
  onHeardUntil(instant: number): void;
  onRun(run: AutomationRun): void;
  onAnswer(answer: NotificationAction): void;
  /** A state value changed; null where the entity is new or gone. */
  onState(entityId: string, before: string | null, after: string | null): void;
}

/**
 * Hears what happens and who caused it. Causes are subscribed first: they are told before their effects.
 * @throws CommandFailed "unauthorized" for a user who is no administrator
 */
export async function subscribeLive(session: Session, attributor: Attributor, listener: LiveListener): Promise<void> {
  const traced = (event: { readonly time_fired: string; readonly context: WireContext }) => ({
    at: instantOfText(event.time_fired),
    context: contextOfWire(event.context),
  });
  const hear = (trace: Trace): void => {
    attributor.hear(trace);
    listener.onHeardUntil(trace.at);
  };
  const occurrences = createOccurrences();
  await session.subscribe("automation_triggered", startedSchema, (event) => {
    const { entity_id: entityId } = event.data;
    listener.onRun({ entityId, at: instantOfText(event.time_fired) });
    hear({ ...traced(event), kind: "automation_triggered", entityId });
  });
  await session.subscribe("script_started", startedSchema, (event) =>
    hear({ ...traced(event), kind: "script_started", entityId: event.data.entity_id }),
  );
  await session.subscribe("homekit_state_change", plainEventSchema, (event) =>
    hear({ ...traced(event), kind: "homekit_state_change" }),
  );
  for (const eventType of SPOKEN_EVENTS)
    await session.subscribe(eventType, plainEventSchema, (event) => hear({ ...traced(event), kind: "spoken" }));
  await session.subscribe("call_service", callServiceSchema, (event) => {
    const { domain, service, service_data } = event.data;
    hear({ ...traced(event), kind: "call_service", domain, service, data: service_data ?? {} });
  });
  await session.subscribe("mobile_app_notification_action", answerSchema, ({ data, context }) =>
    listener.onAnswer({ action: data.action, userId: context.user_id ?? null }),
  );
  await session.subscribe("state_changed", stateChangedSchema, (event) => {
    const { entity_id: entityId, old_state: before, new_state: after } = event.data;
    if (before?.state !== after?.state) listener.onState(entityId, before?.state ?? null, after?.state ?? null);
    if (after !== null && SPOKEN_DOMAINS.has(domainOf(entityId))) attributor.hear(spoken(after));
    const change = after === null ? removalOf(before, event) : changeOf(before, after, occurrences);
    const traced = levelChangeOf(before, after);
    const cause = change === undefined ? undefined : attributor.causeOf(change);
    if (change !== undefined && cause !== undefined) {
      listener.onChange({ entityId, state: change.to, at: change.at, cause });
      listener.onHeardUntil(change.at);
    }
    if (traced === undefined) return;
    const { at } = traced.change;
    listener.onLevels({ entityId, at, levels: traced.levels, cause: cause ?? attributor.causeOfLevels(traced.change) });
    listener.onHeardUntil(at);
  });
}

/** Alexa's and Google's own events. */
const SPOKEN_EVENTS = ["alexa_smart_home", "google_assistant_command"] as const;

/** What changes its state, in the context of what it then does, when somebody speaks. */
const SPOKEN_DOMAINS: ReadonlySet<string> = new Set(["assist_satellite", "conversation"]);

const spoken = ({ last_changed, context }: { readonly last_changed: string; readonly context: WireContext }) =>
  ({ kind: "spoken", at: instantOfText(last_changed), context: contextOfWire(context) }) as const;
