import type { AutomationConfig } from "../../src/model/automation.ts";
import type {
  Deployed,
  Home,
  HomeConnection,
  HomeListener,
  HomeSnapshot,
  HomeUser,
  Identified,
  Notice,
  Push,
  Switched,
  Validation,
} from "../../src/model/home.ts";
import type { Problem } from "../../src/model/problem.ts";

/** A fake home: tests set its responses and inspect the calls. */
export interface FakeHome extends Home {
  /** Users who can log in, by user id and by token. */
  readonly logins: { readonly byId: Map<string, HomeUser>; readonly byToken: Map<string, HomeUser> };
  /** Existing automations by id. */
  readonly deployed: Map<string, AutomationConfig>;
  /** Labels passed to deploy, by automation id. */
  readonly labels: Map<string, string>;
  /** Every deployed id in order, repeats included. */
  readonly calls: string[];
  /** Turned-off automations by id. */
  readonly off: Set<string>;
  goAway(): void;
  comeBack(): void;
  refuse(reason: string | undefined): void;
  /** Notices shown and not dismissed, by id, and pushes sent to phones. */
  readonly notified: {
    readonly notices: Map<string, Notice>;
    readonly pushes: (Push & { readonly userId: string })[];
    /** Users whose push was taken back. */
    readonly withdrawn: string[];
  };
  /** Problems that the home reports; tests add to them. */
  readonly unreadable: Problem[];
  /** Users with a phone. */
  readonly phones: Set<string>;
  /** The states of its entities, which trials read and restore. */
  readonly states: Map<string, string>;
  /** Calls of trials, as `light.turn_on light.pantry` or `restore light.pantry off`. */
  readonly tried: string[];
  /** Blocks deployments until the returned function is called. */
  hold(): () => void;
}

export const SNAPSHOT: HomeSnapshot = {
  info: {
    name: "Test home",
    version: "2026.11.0",
    zone: "Europe/Amsterdam",
    latitude: 52.37,
    longitude: 4.89,
    language: "en",
  },
  entities: new Map([
    [
      "light.pantry",
      {
        entityId: "light.pantry",
        name: "Pantry",
        areaId: "kitchen",
        areaName: "Kitchen",
        deviceClass: null,
        isMinable: true,
      },
    ],
    [
      "binary_sensor.pantry_door",
      {
        entityId: "binary_sensor.pantry_door",
        name: "Pantry door",
        areaId: "kitchen",
        areaName: "Kitchen",
        deviceClass: null,
        isMinable: true,
      },
    ],
    [
      "light.hall",
      {
        entityId: "light.hall",
        name: "Hall",
        areaId: null,
        areaName: null,
        deviceClass: null,
        isMinable: true,
      },
    ],
    [
      "cover.garage",
      {
        entityId: "cover.garage",
        name: "Garage",
        areaId: null,
        areaName: null,
        deviceClass: "garage",
        isMinable: true,
      },
    ],
  ]),
  persons: [{ userId: "anna-id", name: "Anna", entityId: "person.anna" }],
  automations: [],
  labels: ["Lighting", "Anna's things"],
};

export function aHome(listener: HomeListener): FakeHome {
  const deployed = new Map<string, AutomationConfig>();
  const labels = new Map<string, string>();
  const calls: string[] = [];
  const off = new Set<string>();
  const logins = { byId: new Map<string, HomeUser>(), byToken: new Map<string, HomeUser>() };
  const notified: FakeHome["notified"] = { notices: new Map(), pushes: [], withdrawn: [] };
  const phones = new Set<string>();
  const unreadable: Problem[] = [];
  const states = new Map<string, string>();
  const tried: string[] = [];
  let isAway = false;
  let refusal: string | undefined;
  let gate = Promise.resolve();
  const connection = (): HomeConnection => ({
    kind: "simulated",
    state: isAway ? "unreachable" : "connected",
    message: isAway ? "It is away." : "It is there.",
    since: 1_700_000_000_000,
  });
  const identified = (user: HomeUser | undefined): Identified => {
    if (isAway) return { outcome: "away" };
    return user === undefined ? { outcome: "unknown" } : { outcome: "known", user };
  };
  return {
    logins,
    users: {
      userOf: async (userId) => identified(logins.byId.get(userId)),
      userOfToken: async (token) => identified(logins.byToken.get(token)),
    },
    notified,
    phones,
    states,
    tried,
    trials: {
      states: async (entityIds) =>
        isAway
          ? "away"
          : entityIds.map((entityId) => ({ entityId, state: states.get(entityId) ?? "off", attributes: {} })),
      call: async (made) => {
        if (isAway) return { outcome: "away", reason: "It is away." };
        if (refusal !== undefined) return { outcome: "refused", reason: refusal };
        for (const { domain, service, data } of made) tried.push(`${domain}.${service} ${String(data.entity_id)}`);
        return { outcome: "done" };
      },
      restore: async (given) => {
        if (isAway) return { outcome: "away", reason: "It is away." };
        for (const { entityId, state } of given) tried.push(`restore ${entityId} ${state}`);
        return { outcome: "done" };
      },
    },
    tasks: { generate: async () => ({ outcome: "refused", reason: "It has no language model." }) },
    notices: {
      show: async (notice) => {
        if (isAway) return "away";
        notified.notices.set(notice.id, notice);
        return "done";
      },
      dismiss: async (id) => {
        if (isAway) return "away";
        notified.notices.delete(id);
        return "done";
      },
      phones: async () => [],
      isShown: async (id) => (isAway ? "away" : notified.notices.has(id)),
      withdraw: async (userId) => {
        if (isAway) return "away";
        notified.withdrawn.push(userId);
        return "done";
      },
      push: async (userId, push) => {
        if (isAway) return "away";
        if (!phones.has(userId)) return "nowhere";
        notified.pushes.push({ ...push, userId });
        return "done";
      },
    },
    deployed,
    labels,
    calls,
    off,
    goAway: () => {
      isAway = true;
      listener.onConnection(connection());
    },
    comeBack: () => {
      isAway = false;
      listener.onConnection(connection());
    },
    refuse: (reason) => {
      refusal = reason;
    },
    hold: () => {
      let open: () => void = () => undefined;
      gate = new Promise((resolve) => (open = resolve));
      return open;
    },
    start: async () => listener.onConnection(connection()),
    stop: async () => undefined,
    connection,
    backfill: () => ({
      state: "done",
      daysRead: 60,
      changesRead: 1_000,
      coveredSince: 1_690_000_000_000,
      secondsLeft: null,
    }),
    unreadable,
    problems: () => unreadable,
    snapshot: () => ({
      ...SNAPSHOT,
      automations: [...deployed].map(([id, config], index) => ({
        entityId: index === 0 ? "automation.test" : `automation.test_${index + 1}`,
        id,
        name: config.alias,
        isOn: !off.has(id),
        config,
      })),
    }),
    validate: async (): Promise<Validation | undefined> => {
      if (isAway) return undefined;
      return refusal === undefined ? { valid: true } : { valid: false, reason: refusal };
    },
    deploy: async (id, config, looks): Promise<Deployed> => {
      await gate;
      if (isAway) return { outcome: "away", reason: "It is away." };
      if (refusal !== undefined) return { outcome: "refused", reason: refusal };
      calls.push(id);
      deployed.set(id, config);
      if (looks?.label) labels.set(id, looks.label);
      return { outcome: "deployed", entityId: "automation.test" };
    },
    update: async (id, config): Promise<Deployed> => {
      if (isAway) return { outcome: "away", reason: "It is away." };
      if (refusal !== undefined || !deployed.has(id)) return { outcome: "refused", reason: refusal ?? "It is gone." };
      deployed.set(id, config);
      return { outcome: "deployed", entityId: "automation.test" };
    },
    remove: async (id) => {
      if (isAway) return "away";
      deployed.delete(id);
      off.delete(id);
      return "removed";
    },
    setEnabled: async (id, isEnabled): Promise<Switched> => {
      if (isAway) return { outcome: "away", reason: "It is away." };
      if (!deployed.has(id)) return { outcome: "missing" };
      if (isEnabled) off.delete(id);
      else off.add(id);
      return { outcome: "done" };
    },
    removeUnusedLabel: () => Promise.resolve(),
  };
}
