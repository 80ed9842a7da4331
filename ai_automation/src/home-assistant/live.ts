import type { Attributor, Trace } from "../history/attribution/attributor.ts";
import type { AutomationRun } from "../model/automation.ts";
import type { NotificationAction } from "../model/home.ts";
import type { LevelChange } from "../model/level.ts";
import { domainOf, type StateChange } from "../model/state-change.ts";
import type { UnitStretch } from "../model/unit.ts";
import { instantOfText } from "./instants.ts";
import { changeOf, contextOfWire, levelChangeOf, removalOf } from "./live-changes.ts";
import { createMovedEntities } from "./moved-entity.ts";
import { createOccurrences } from "./occurrences.ts";
import { runOf } from "./run-trigger.ts";
import type { Session } from "./session.ts";
import { unitChange } from "./units.ts";
import {
  answerSchema,
  callServiceSchema,
  plainEventSchema,
  registryUpdatedSchema,
  startedSchema,
  stateChangedSchema,
  type WireContext,
} from "./wire.ts";

export interface LiveListener {
  onChange(change: StateChange): void;
  onLevels(change: LevelChange): void;
  onUnit(stretch: UnitStretch): void;
  /** Events arrive in order: everything from before this instant has been received. */
  onReceivedUntil(instant: number): void;
  onRun(run: AutomationRun): void;
  onAnswer(answer: NotificationAction): void;
  /** A state value changed; null if the entity was added or removed. */
  onState(entityId: string, before: string | null, after: string | null): void;
}

/**
 * Subscribes to changes and their causes. Causes are subscribed first, because they are sent before their effects.
 * @throws CommandFailed "unauthorized" for a user who is not an administrator
 */
export async function subscribeLive(session: Session, attributor: Attributor, listener: LiveListener): Promise<void> {
  const traced = (event: { readonly time_fired: string; readonly context: WireContext }) => ({
    at: instantOfText(event.time_fired),
    context: contextOfWire(event.context),
  });
  const receive = (trace: Trace): void => {
    attributor.record(trace);
    listener.onReceivedUntil(trace.at);
  };
  const occurrences = createOccurrences();
  const moved = createMovedEntities();
  await session.subscribe("entity_registry_updated", registryUpdatedSchema, ({ data }) => {
    if (data.old_entity_id && data.entity_id) moved.moved(data.old_entity_id, data.entity_id);
  });
  await session.subscribe("automation_triggered", startedSchema, (event) => {
    const { entity_id: entityId, source } = event.data;
    listener.onRun(runOf(entityId, instantOfText(event.time_fired), source));
    receive({ ...traced(event), kind: "automation_triggered", entityId });
  });
  await session.subscribe("script_started", startedSchema, (event) =>
    receive({ ...traced(event), kind: "script_started", entityId: event.data.entity_id }),
  );
  await session.subscribe("homekit_state_change", plainEventSchema, (event) =>
    receive({ ...traced(event), kind: "homekit_state_change" }),
  );
  for (const eventType of SPOKEN_EVENTS)
    await session.subscribe(eventType, plainEventSchema, (event) => receive({ ...traced(event), kind: "spoken" }));
  await session.subscribe("call_service", callServiceSchema, (event) => {
    const { domain, service, service_data } = event.data;
    receive({ ...traced(event), kind: "call_service", domain, service, data: service_data ?? {} });
  });
  await session.subscribe("mobile_app_notification_action", answerSchema, ({ data, context }) =>
    listener.onAnswer({ action: data.action, userId: context.user_id ?? null }),
  );
  await session.subscribe("state_changed", stateChangedSchema, (event) => {
    const { old_state: reported, new_state: after } = event.data;
    const entityId = moved.idOf({ entityId: event.data.entity_id, before: reported, after });
    if (entityId === null) return;
    const before = moved.stateBefore(entityId, reported);
    if (before?.state !== after?.state) listener.onState(entityId, before?.state ?? null, after?.state ?? null);
    if (after !== null && SPOKEN_DOMAINS.has(domainOf(entityId))) attributor.record(spoken(after));
    const change = after === null ? removalOf(before, event) : changeOf(before, after, occurrences);
    for (const stretch of unitChange(before, after)) listener.onUnit(stretch);
    const traced = levelChangeOf(before, after);
    const cause = change === undefined ? undefined : attributor.causeOf(change);
    if (change !== undefined && cause !== undefined) {
      listener.onChange({ entityId, state: change.to, at: change.at, cause });
      listener.onReceivedUntil(change.at);
    }
    if (traced === undefined) return;
    const { at } = traced.change;
    listener.onLevels({ entityId, at, levels: traced.levels, cause: cause ?? attributor.causeOfLevels(traced.change) });
    listener.onReceivedUntil(at);
  });
}

/** Events of the Alexa and Google Assistant integrations. */
const SPOKEN_EVENTS = ["alexa_smart_home", "google_assistant_command"] as const;

/** Domains whose state changes on a voice command, in the context of the actions that follow. */
const SPOKEN_DOMAINS: ReadonlySet<string> = new Set(["assist_satellite", "conversation"]);

const spoken = ({ last_changed, context }: { readonly last_changed: string; readonly context: WireContext }) =>
  ({ kind: "spoken", at: instantOfText(last_changed), context: contextOfWire(context) }) as const;
