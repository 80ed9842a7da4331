import { z } from "zod";
import { NO_REFERENCES, type References } from "../automation/read/references.ts";
import { createResolver } from "../automation/read/resolve.ts";
import type { EntitiesIn } from "../history/attribution/called-entities.ts";
import type { UserKindOf } from "../history/attribution/users.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { EntityIdentities } from "../model/identity.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import type { UnitStretch } from "../model/unit.ts";
import { createCurrentRegistry } from "./current-registry.ts";
import { pause, type Delays } from "./delays.ts";
import { CommandFailed, isUnauthorized } from "./errors.ts";
import { createKnownUsers } from "./known-users.ts";
import { readLabels } from "./labels.ts";
import { withMovedEntity } from "./moved-entity.ts";
import type { Readings } from "./readings.ts";
import type { Rest } from "./rest.ts";
import { readScriptsAndScenes } from "./scripts-and-scenes.ts";
import type { Session } from "./session.ts";
import { infoOf, readAutomations, readConfig, type Entities } from "./snapshot.ts";
import { registryUpdatedSchema } from "./wire.ts";

/** The home's state, read at the start of each session and kept up to date during it. */
export interface CurrentHome {
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly userKindOf: UserKindOf;
  /** Entities that the logbook omits. */
  readonly continuous: () => readonly string[];
  /** Entities whose levels the recorder stores. */
  readonly levelEntities: () => readonly string[];
  /** The units of numeric states, when they were last read. */
  readonly units: () => readonly UnitStretch[];
  /** The entities that an action on an area affects. */
  readonly entitiesIn: EntitiesIn;
  /** When Home Assistant started, milliseconds UTC. */
  readonly startedAt: () => number | undefined;
  /** Resolves once everything was read; keeps following changes until the session is lost. */
  follow(session: Session): Promise<void>;
  readonly refreshAutomations: (session: Session) => Promise<void>;
  readonly onStateChanged: (entityId: string, before: string | null, after: string | null) => void;
}

interface CurrentHomeParts {
  readonly rest: Rest;
  readonly delays: Delays;
  readonly readings: Readings;
  readonly log: Log;
  /** Names of users that are not people. */
  readonly serviceAccounts: readonly string[];
  readonly identities: EntityIdentities;
  readonly keyValues: KeyValueStore;
  readonly onAutomations: () => void;
}

/** Labels are optional: only the choice of a label for new automations depends on them. */
function withoutLabels(error: unknown): Pick<HomeSnapshot, "labels"> {
  if (error instanceof CommandFailed) return { labels: [] };
  throw error;
}

const PARTS = ["info", "entities", "people", "automations", "labels", "scripts"] as const;

type Part = (typeof PARTS)[number];

const STALE_BY: Readonly<Record<string, Part>> = {
  core_config_updated: "info",
  device_registry_updated: "entities",
  area_registry_updated: "entities",
  user_added: "people",
  user_updated: "people",
  user_removed: "people",
  automation_reloaded: "automations",
  label_registry_updated: "labels",
  floor_registry_updated: "entities",
  scene_reloaded: "scripts",
};

type Found = Pick<Entities, "continuous" | "levelEntities" | "units" | "startedAt">;

const NOTHING_FOUND: Found = { continuous: [], levelEntities: [], units: [], startedAt: undefined };

export function createCurrentHome(parts: CurrentHomeParts): CurrentHome {
  const { rest, readings, onAutomations } = parts;
  const registry = createCurrentRegistry(parts.identities, parts.serviceAccounts);
  const users = createKnownUsers(parts.keyValues);
  let snapshot: HomeSnapshot | undefined;
  let found: Found = NOTHING_FOUND;
  let markStale: (part: Part) => void = () => undefined;
  let references: References = NO_REFERENCES;

  const readers = {
    info: async (session: Session) => ({ info: infoOf(await readConfig(session)) }),
    entities: async (session: Session) => {
      const read = await registry.readEntities(session, snapshot?.entities, ({ entities, persons }) => {
        if (snapshot !== undefined) snapshot = { ...snapshot, entities, persons };
      });
      found = read;
      references = { ...references, ...read.registries };
      const { entities, persons, disabledAutomations } = read;
      return { entities, persons, disabledAutomations };
    },
    people: async (session: Session) => {
      const read = await registry.readPeople(session);
      return { ...read, userKinds: await users.learn(read.userKinds) };
    },
    automations: async (session: Session) => ({ automations: await readAutomations(session) }),
    labels: async (session: Session) => ({ labels: await readLabels(session) }),
    scripts: async (session: Session) => {
      references = { ...references, ...(await readScriptsAndScenes(session, rest)) };
      return {};
    },
  } satisfies Readonly<Record<Part, (session: Session) => Promise<Partial<HomeSnapshot>>>>;

  const readAll = async (session: Session): Promise<HomeSnapshot> => {
    const [info, people, automations, labels, scripts] = await Promise.all([
      readers.info(session),
      readers.people(session),
      readers.automations(session),
      readers.labels(session).catch(withoutLabels),
      readers.scripts(session),
    ]);
    // After the people, whose entities it has.
    return { ...info, ...people, ...automations, ...labels, ...scripts, ...(await readers.entities(session)) };
  };

  const setOn = (entityId: string, isOn: boolean): void => {
    if (snapshot === undefined) return;
    snapshot = withSwitched(snapshot, entityId, isOn);
    onAutomations();
  };

  const onRegistryUpdated = (event: z.infer<typeof registryUpdatedSchema>): void => {
    markStale("entities");
    const move = registry.moveIn(event);
    if (move === undefined) return;
    if (snapshot !== undefined) snapshot = withMovedEntity(snapshot, move.from, move.to);
    if (move.to.startsWith("automation.")) markStale("automations");
  };

  return {
    snapshot: () => snapshot,
    userKindOf: users.kindOf,
    continuous: () => found.continuous,
    levelEntities: () => found.levelEntities,
    units: () => found.units,
    startedAt: () => found.startedAt,
    entitiesIn: (areaId) => entitiesOfArea(snapshot, areaId),
    follow: async (session) => {
      const { promise: first, resolve } = Promise.withResolvers<HomeSnapshot>();
      markStale = createRefresher(session, parts, async (part) => {
        await first;
        const read = await readers[part](session);
        snapshot = withResolved({ ...(snapshot ?? (await first)), ...read }, references);
        if (part === "automations") onAutomations();
      });
      await Promise.all([
        ...Object.entries(STALE_BY).map(([eventType, part]) =>
          subscribeIfAllowed(session, eventType, z.unknown(), () => markStale(part)),
        ),
        subscribeIfAllowed(session, "entity_registry_updated", registryUpdatedSchema, onRegistryUpdated),
      ]);
      snapshot = withResolved(await readAll(session), references);
      for (const part of PARTS) readings.succeeded(`home ${part}`);
      resolve(snapshot);
      onAutomations();
    },
    refreshAutomations: async (session) => {
      const read = await readers.automations(session);
      if (snapshot !== undefined) snapshot = withResolved({ ...snapshot, ...read }, references);
      onAutomations();
    },
    onStateChanged: (entityId, before, after) => {
      const isNewOrGone = before === null || after === null;
      if (entityId.startsWith("automation.")) {
        if (isOnOrOff(before) && isOnOrOff(after)) setOn(entityId, after === "on");
        markStale("automations");
      }
      if (entityId.startsWith("person.") && isNewOrGone) markStale("people");
      if (isNewOrGone) markStale("entities");
      if (isNewOrGone && /^(script|scene)\./.test(entityId)) markStale("scripts");
    },
  };
}

const entitiesOfArea = (snapshot: HomeSnapshot | undefined, areaId: string): readonly string[] =>
  [...(snapshot?.entities.values() ?? [])]
    .filter((entity) => entity.areaId === areaId && entity.isMinable)
    .map(({ entityId }) => entityId);

function withSwitched(snapshot: HomeSnapshot, entityId: string, isOn: boolean): HomeSnapshot {
  const automations = snapshot.automations.map((one) => (one.entityId === entityId ? { ...one, isOn } : one));
  return { ...snapshot, automations };
}

/** Automations with what their configs refer to now. */
function withResolved(snapshot: HomeSnapshot, references: References): HomeSnapshot {
  const resolve = createResolver(references, (entityId) => snapshot.entities.get(entityId)?.deviceClass);
  const automations = snapshot.automations.map((automation) => ({
    ...automation,
    resolved: resolve(automation.substituted ?? automation.config),
  }));
  return { ...snapshot, automations };
}

const isOnOrOff = (state: string | null): boolean => state === "on" || state === "off";

async function subscribeIfAllowed<T>(
  session: Session,
  eventType: string,
  schema: z.ZodType<T>,
  onEvent: (event: T) => void,
): Promise<void> {
  try {
    await session.subscribe(eventType, schema, onEvent);
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
  }
}

/**
 * Reads stale parts again, one round at a time; changes in quick succession cause one read.
 * A part that cannot be read is retried and does not block the others.
 */
function createRefresher(
  session: Session,
  { delays, readings, log }: CurrentHomeParts,
  read: (part: Part) => Promise<void>,
): (part: Part) => void {
  const stale = new Set<Part>();
  const failed = new Set<Part>();
  let isRunning = false;
  let woken = new AbortController();
  const readAgain = async (part: Part): Promise<void> => {
    try {
      await read(part);
      failed.delete(part);
      readings.succeeded(`home ${part}`);
    } catch (error) {
      if (session.lost.aborted) return;
      log.warn({ part, err: error }, "home could not be refreshed");
      failed.add(part);
      readings.failed(`home ${part}`);
    }
  };
  const run = async (): Promise<void> => {
    while (stale.size + failed.size > 0 && !session.lost.aborted) {
      woken = new AbortController();
      if (stale.size === 0) await pause(delays.slowRetry, AbortSignal.any([session.lost, woken.signal]));
      await pause(delays.refresh, session.lost);
      if (session.lost.aborted) return;
      const parts = new Set([...stale, ...failed]);
      stale.clear();
      for (const part of parts) await readAgain(part);
    }
  };
  return (part) => {
    stale.add(part);
    woken.abort();
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
    });
  };
}
