import type { EventStream } from "../http/event-stream.ts";
import { toAutomationWire } from "../http/wire/automation.ts";
import { toJobWire } from "../http/wire/job.ts";
import { toLearningWire } from "../http/wire/learning.ts";
import { toBackfillWire, toConnectionWire } from "../http/wire/status.ts";
import type { ToSuggestionWire } from "../http/wire/suggestion.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { Events } from "./events.ts";

/** Publishes the service's events on its server-sent event stream. */
export function sendLiveUpdates(
  events: Events,
  stream: EventStream,
  toSuggestionWire: ToSuggestionWire,
  learning: Pick<LearningPause, "current">,
  snapshot: () => HomeSnapshot | undefined,
): void {
  const task = "send a live update";
  events.on("homeConnectionChanged", task, (connection) => {
    stream.publish("status", (language) => ({ home: toConnectionWire(connection, language ?? "en") }));
  });
  events.on("backfillProgressed", task, (progress) => {
    stream.publish("status", { backfill: toBackfillWire(progress) });
  });
  events.on("learningChanged", task, () => {
    stream.publish("status", { learning: toLearningWire(learning.current()) });
  });
  events.on("jobChanged", task, (job) => stream.publish("progress", (language) => toJobWire(job, language ?? "en")));
  events.on("suggestionChanged", task, (suggestion) =>
    stream.publish("suggestion", (language) => toSuggestionWire(suggestion, language)),
  );
  events.on("automationReported", task, (automation) =>
    stream.publish("automation", (language) =>
      toAutomationWire(automation, language ?? snapshot()?.info.language ?? "en"),
    ),
  );
}
