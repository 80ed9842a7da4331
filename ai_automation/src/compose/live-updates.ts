import type { EventStream } from "../http/event-stream.ts";
import { automationWire } from "../http/wire/automation.ts";
import { backfillWire, connectionWire, jobWire, type ToSuggestionWire } from "../http/wire.ts";
import type { Events } from "./events.ts";

/** Sends what happens in the service to the clients that listen to its event stream. */
export function sendLiveUpdates(events: Events, stream: EventStream, toSuggestionWire: ToSuggestionWire): void {
  const task = "send a live update";
  events.on("homeConnectionChanged", task, (connection) => {
    stream.publish("status", { home: connectionWire(connection) });
  });
  events.on("backfillProgressed", task, (progress) => {
    stream.publish("status", { backfill: backfillWire(progress) });
  });
  events.on("jobChanged", task, (job) => stream.publish("progress", jobWire(job)));
  events.on("suggestionChanged", task, (suggestion) => stream.publish("suggestion", toSuggestionWire(suggestion)));
  events.on("automationReported", task, (automation) => stream.publish("automation", automationWire(automation)));
}
