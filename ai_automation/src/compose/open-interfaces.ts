import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openAccessKeys, portToken } from "../http/access/access-keys.ts";
import { createAccess } from "../http/access/access.ts";
import { createApp } from "../http/app.ts";
import { createEventStream, type EventStream } from "../http/event-stream.ts";
import { readPanelFiles } from "../http/panel-files.ts";
import { listen } from "../http/server.ts";
import { createImports } from "../imports/imports.ts";
import type { Home } from "../model/home.ts";
import { readFleetPolicy } from "../reporting/fleet-policy.ts";
import { filesBeside } from "../store/files-beside.ts";
import { createImportMarks } from "../store/import-marks.ts";
import { createHistoryView } from "../suggestions/showing/history-view.ts";
import { createStatus } from "../suggestions/showing/status.ts";
import { createChannels, type Channels } from "./channels.ts";
import type { Common } from "./common.ts";
import { sendLiveUpdates } from "./live-updates.ts";
import type { Data } from "./open-data.ts";
import type { SuggestionParts } from "./suggestion-parts.ts";
import { IMPORT_WORKER } from "./workers/worker-urls.ts";

/** The service's interfaces: HTTP with live updates, notifications and MQTT. */
export interface Interfaces {
  readonly listen: () => Promise<{ readonly server: Server; readonly address: AddressInfo }>;
  readonly stream: EventStream;
  readonly channels: Channels;
}

export async function openInterfaces(
  parts: Common & Data & SuggestionParts & { readonly home: Home },
): Promise<Interfaces> {
  const { config, environment, now, log, events, jobs, snapshot, onShutdown, home } = parts;
  const { database, archive, stored, queries, privacy, store, decisions, analysis, schedules } = parts;
  const { contradictions, watchedHabits, learning, keyValues } = parts;
  const { version, openapi, logger, correlation } = environment;
  const files = filesBeside(config.databasePath);
  const imports = createImports({
    jobs,
    home,
    archive,
    marks: createImportMarks(database),
    now,
    worker: IMPORT_WORKER,
    shareFolder: config.shareFolder,
    workFolder: files.imports,
  });
  onShutdown(async () => imports.stop());
  const stream = createEventStream();
  sendLiveUpdates(events, stream, decisions.toSuggestionWire, learning, snapshot);
  const keys = await openAccessKeys(files.accessKeys, log);
  const summary = (): ReturnType<typeof stored.summary> => stored.summary();
  const { review, postponement, digests } = decisions;
  const secret = keys.sessionKey;
  const channels = await createChannels({ ...parts, version, secret, summary, review, postponement, digests });
  const status = createStatus({
    version,
    now,
    home,
    summary,
    problems: () => channels.problems(),
    pause: () => learning.current(),
    countByStatus: () => store.countByStatus(),
    language: config.language.kind,
    fleetPolicy: async () => (config.fleet === null ? null : readFleetPolicy(keyValues)),
    analysis: () => ({ running: analysis.running(), last: analysis.last(), next: schedules.nextAnalysis() }),
  });
  const access = createAccess({
    ...config,
    ...portToken(config.apiToken, config.home.kind === "supervisor", keys),
    sessionKey: keys.sessionKey,
    users: home.users,
    now,
    monotonic: environment.monotonic,
    log,
  });
  const { retentionDays, corsOrigins, host, port, supervisorAddress } = config;
  const app = createApp({
    now,
    ...decisions,
    version,
    openapi,
    logger,
    correlation,
    status,
    store,
    analysis,
    contradictions,
    watchedHabits,
    learning,
    jobs,
    imports,
    access,
    corsOrigins,
    events: stream,
    snapshot,
    privacy,
    historyView: createHistoryView({
      queries,
      isExcluded: (entityId) => privacy.excluded().entity(entityId),
      snapshot,
      now,
      retentionDays,
    }),
    panel: readPanelFiles(environment.panelFolder),
  });
  return { listen: () => listen(app, { host, port, supervisorAddress }), stream, channels };
}
