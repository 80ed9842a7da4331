import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { WebSocketServer, type RawData, type WebSocket } from "ws";

export interface FakeContext {
  readonly id: string;
  readonly parent_id: string | null;
  readonly user_id: string | null;
}

interface FakeEntity {
  readonly entity_id: string;
  readonly state?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Registry fields; omitted for an entity that is not registered. */
  readonly registry?: Readonly<Record<string, unknown>>;
}

/** A home as data; omitted fields have defaults. */
/** A row of `history/history_during_period`: state, time of the last update in seconds, attributes. */
interface HistoryRow {
  readonly s: string | null;
  readonly lu: number;
  readonly a?: Row;
}

export interface FakeHome {
  readonly version?: string;
  readonly token?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly user?: { readonly id: string; readonly name: string; readonly is_admin: boolean };
  readonly configEntries?: readonly { readonly entry_id: string }[];
  readonly users?: readonly ({
    readonly id: string;
    readonly name: string;
    readonly system_generated: boolean;
  } & Row)[];
  /** Other users who can log in over the WebSocket, by token. */
  readonly logins?: Readonly<
    Record<string, { readonly id: string; readonly name: string; readonly is_admin: boolean }>
  >;
  readonly persons?: readonly { readonly id?: string; readonly name: string; readonly user_id: string | null }[];
  readonly areas?: readonly { readonly area_id: string; readonly name: string }[];
  readonly devices?: readonly {
    readonly id: string;
    readonly area_id: string | null;
    readonly parent_device_id?: string;
  }[];
  readonly entities?: readonly FakeEntity[];
  /** Automations of the editor, by config id. */
  readonly automations?: Readonly<Record<string, { readonly alias: string } & Readonly<Record<string, unknown>>>>;
  readonly labels?: readonly { readonly label_id: string; readonly name: string; readonly icon?: string }[];
  /** Of automations. */
  readonly categories?: readonly { readonly category_id: string; readonly name: string }[];
  readonly logbook?: readonly ({ readonly when: number } & Readonly<Record<string, unknown>>)[];
  readonly actionCalls?: readonly ({ readonly when: number } & Readonly<Record<string, unknown>>)[];
  readonly history?: Readonly<Record<string, readonly HistoryRow[]>>;
}

type Row = Record<string, unknown>;
type Command = { readonly id: number; readonly type: string } & Readonly<Record<string, unknown>>;

class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string = code) {
    super(message);
    this.code = code;
  }
}

/** How the fake treats the next automations posted to it. */
type Posting =
  "loads" | "loads_off" | "fails_to_load" | "is_not_included" | "is_malformed" | "breaks" | "hangs_up" | "is_cut_off";

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Tests may change it at any time. */
interface Behaviour {
  version: string;
  posting: Posting;
  /**
   * Whether the next DELETE of an automation is cut off: Home Assistant cancels the request of a client that
   * disconnects, after the config was written and before the entity was removed.
   */
  isRemovalCutOff: boolean;
  /** Whether a reload has no effect, as with a broken configuration.yaml. */
  isReloadBroken: boolean;
  /** Whether services report success without having an effect. */
  isDeaf: boolean;
  /** Receives messages but never responds, like a home behind a dead connection. */
  isMute: boolean;
  token: string;
}

export type FakeHomeAssistant = Awaited<ReturnType<typeof startFakeHomeAssistant>>;

const ADMIN_ONLY: ReadonlySet<string> = new Set([
  "automation/config",
  "config/auth/list",
  "config/entity_registry/remove",
  "config/entity_registry/update",
  "config/label_registry/create",
  "logbook/get_action_calls",
  "script/config",
]);
const EVENTS_FOR_ALL = /^(state_changed|core_config_updated|.*_registry_updated)$/;

/** Uptime of the fake, in milliseconds. */
const UP_FOR = 3_600_000;

/** How long a changed automation is unavailable, in milliseconds. */
const RELOADS_FOR = 50;

/**
 * Implements the parts of Home Assistant's WebSocket and REST APIs that the adapter uses, on loopback. Unknown commands
 * get Home Assistant's error and are recorded in `unexpected`.
 */
export async function startFakeHomeAssistant(home: FakeHome = {}) {
  const token = home.token ?? "right-token";
  const user = home.user ?? { id: "owner", name: "Owner", is_admin: true };
  const config: Row = {
    location_name: "Fake home",
    time_zone: "Europe/Amsterdam",
    latitude: 52.37,
    longitude: 4.89,
    elevation: 3,
    language: "nl",
    state: "RUNNING",
    ...home.config,
  };
  const recorder = { backlog: 0, migration_in_progress: false };
  const registry = new Map<string, Row>();
  const states = new Map<string, Row>();
  const labels = [...(home.labels ?? [])];
  /** The content of automations.yaml. */
  const automations = new Map<string, Row>();
  /** The automations that are loaded, which differ after a request that was cut off. */
  const loaded = new Map<string, Row>();
  const received: Command[] = [];
  const requests: Request[] = [];
  const unexpected: string[] = [];
  const tokensTried: string[] = [];
  const users = new WeakMap<WebSocket, object>();
  const subscriptions = new Map<WebSocket, Map<number, string>>();
  const behaviour: Behaviour = {
    version: home.version ?? "2026.11.0",
    posting: "loads",
    isRemovalCutOff: false,
    isReloadBroken: false,
    isDeaf: false,
    isMute: false,
    token,
  };
  let before: (command: Command) => Promise<void> | void = () => undefined;
  const damages = new Map<string, (rows: readonly unknown[]) => unknown>();
  const dead = new WeakSet<WebSocket>();

  const setState = (entityId: string, state: string, attributes: object, context: FakeContext, at: number): Row => {
    const instant = isoWithMicroseconds(at);
    const row = { entity_id: entityId, state, attributes, last_changed: instant, last_updated: instant, context };
    states.set(entityId, row);
    return row;
  };
  const emit = (eventType: string, data: object, context: FakeContext = aContext(), at: number = Date.now()): void => {
    const event = { event_type: eventType, data, origin: "LOCAL", time_fired: isoWithMicroseconds(at), context };
    for (const [socket, wanted] of subscriptions)
      for (const [id, type] of wanted)
        if (type === eventType) socket.send(JSON.stringify({ id, type: "event", event }));
  };
  const register = (entityId: string, fields: object): void => {
    registry.set(entityId, { ...ENTRY, id: randomUUID(), entity_id: entityId, unique_id: entityId, ...fields });
  };
  for (const { entity_id, state, attributes, registry: entry } of home.entities ?? []) {
    if (entry !== undefined) register(entity_id, entry);
    if (state !== undefined) setState(entity_id, state, attributes ?? {}, aContext(), Date.now() - UP_FOR);
  }

  for (const [id, automation] of Object.entries(home.automations ?? {})) {
    const entityId = `automation.${slug(automation.alias)}`;
    automations.set(id, { ...automation, id });
    loaded.set(id, { ...automation, id });
    register(entityId, { platform: "automation", unique_id: id });
    setState(entityId, "on", { id, friendly_name: automation.alias }, aContext(), Date.now());
  }

  const within = (rows: readonly { readonly when: number }[], { start_time, end_time }: Command): readonly object[] => {
    const [from, to] = [Date.parse(String(start_time)) / 1_000, Date.parse(String(end_time)) / 1_000];
    return rows.filter(({ when }) => when > from && when < to).sort((a, b) => a.when - b.when);
  };

  const answers: Readonly<Record<string, (command: Command) => unknown>> = {
    get_config: () => ({ ...config, version: behaviour.version }),
    get_states: () => [...states.values()],
    "config/entity_registry/list": () => [...registry.values()],
    "config/device_registry/list": () => home.devices ?? [],
    "config/area_registry/list": () => home.areas ?? [],
    "person/list": () => ({ storage: home.persons ?? [], config: [] }),
    "config/auth/list": () =>
      (home.users ?? [{ ...user, system_generated: false }]).map((one) => ({ ...ACCOUNT, ...one })),
    "config_entries/get": () => home.configEntries ?? [],
    "recorder/info": () => recorder,
    "logbook/get_events": (command) => within((home.logbook ?? []).map(asLogged), command),
    "logbook/get_action_calls": (command) => {
      if (home.actionCalls === undefined) throw new Refusal("unknown_command", "Unknown command.");
      return within(home.actionCalls, command);
    },
    "history/history_during_period": ({ start_time, end_time, entity_ids, no_attributes }) => {
      const [from, to] = [Date.parse(String(start_time)) / 1_000, Date.parse(String(end_time)) / 1_000];
      return Object.fromEntries(
        strings(entity_ids).map((id) => {
          const rows = historyOf(home.history?.[id] ?? recordedOf(home, id), from, to);
          return [id, no_attributes === true ? rows.map(({ s, lu }) => ({ s, lu })) : rows];
        }),
      );
    },
    "automation/config": ({ entity_id }) => {
      const entry = registry.get(String(entity_id));
      const found = loaded.get(String(entry?.unique_id));
      if (found === undefined) throw new Refusal("not_found", "Entity not found");
      return { config: found };
    },
    // It has no scripts with a config.
    "script/config": () => {
      throw new Refusal("not_found", "Entity not found");
    },
    "config/label_registry/list": () => labels,
    "config/label_registry/create": ({ name, icon, color }) => {
      const label_id = String(name).toLowerCase().replaceAll(" ", "_");
      const label = { label_id, name: String(name), icon: String(icon), color: String(color) };
      labels.push(label);
      return label;
    },
    "config/label_registry/update": ({ label_id, name, icon }) => {
      const index = labels.findIndex((label) => label.label_id === label_id);
      labels[index] = { label_id: String(label_id), name: String(name), icon: String(icon) };
      return labels[index];
    },
    "config/label_registry/delete": ({ label_id }) => {
      labels.splice(0, labels.length, ...labels.filter((label) => label.label_id !== label_id));
      return null;
    },
    "config/category_registry/list": () => home.categories ?? [],
    "config/entity_registry/update": ({ entity_id, labels: wanted, area_id, icon, categories, disabled_by }) => {
      const entry = registry.get(String(entity_id));
      if (entry === undefined) throw new Refusal("not_found");
      if (wanted !== undefined)
        entry.labels = strings(wanted).filter((id) => labels.some(({ label_id }) => label_id === id));
      Object.assign(entry, JSON.parse(JSON.stringify({ area_id, icon, categories, disabled_by })));
      return { entity_entry: entry };
    },
    "config/entity_registry/remove": ({ entity_id }) => {
      const entry = registry.get(String(entity_id));
      if (entry === undefined) throw new Refusal("not_found", "Entity not found");
      unload(String(entry.unique_id), String(entity_id));
      return null;
    },
    validate_config: (command) =>
      Object.fromEntries(
        ["triggers", "conditions", "actions"]
          .filter((part) => part in command)
          .map((part) => [part, validityOf(command[part])]),
      ),
    call_service: ({ domain, service, service_data }) => {
      emit("call_service", { domain, service, service_data }, aContext({ user_id: user.id }));
      const entityId = entityOf(service_data);
      if (behaviour.isDeaf) return { context: aContext() };
      if (domain === "automation" && service === "reload") reload();
      else if (domain === "automation" && entityId !== undefined && states.get(entityId)?.state !== "unavailable")
        changeState(entityId, service === "turn_on" ? "on" : "off");
      return { context: aContext() };
    },
  };

  const answer = async (socket: WebSocket, command: Command): Promise<void> => {
    received.push(command);
    const reply = (message: object): void => {
      // A connection that lost an answer stays dead: it would never deliver later answers without the lost one.
      if (behaviour.isMute) dead.add(socket);
      if (!dead.has(socket)) socket.send(JSON.stringify({ id: command.id, ...message }));
    };
    try {
      await before(command);
      const isRefused = !user.is_admin && (ADMIN_ONLY.has(command.type) || isHiddenEvent(command));
      if (isRefused) throw new Refusal("unauthorized", "Unauthorized");
      switch (command.type) {
        case "supported_features":
          return reply({ type: "result", success: true, result: null });
        case "ping":
          return reply({ type: "pong" });
        case "auth/current_user":
          return reply({ type: "result", success: true, result: users.get(socket) ?? user });
        case "unsubscribe_events":
          subscriptions.get(socket)?.delete(Number(command.subscription));
          return reply({ type: "result", success: true, result: null });
        case "subscribe_events":
          subscriptions.get(socket)?.set(command.id, String(command.event_type));
          return reply({ type: "result", success: true, result: null });
      }
      const make = answers[command.type];
      if (make === undefined) {
        unexpected.push(command.type);
        throw new Refusal("unknown_command", "Unknown command.");
      }
      const result = make(command);
      const damaged = Array.isArray(result) ? damages.get(command.type)?.(result) : undefined;
      reply({ type: "result", success: true, result: damaged ?? result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply({ type: "result", success: false, error: { code: error.code, message: error.message } });
    }
  };

  const changeState = (
    entityId: string,
    state: string,
    {
      context = aContext(),
      at = Date.now(),
      attributes = {},
    }: { context?: FakeContext; at?: number; attributes?: object } = {},
  ): void => {
    const old_state = states.get(entityId) ?? null;
    const new_state = setState(entityId, state, { ...attributesOf(old_state), ...attributes }, context, at);
    emit("state_changed", { entity_id: entityId, old_state, new_state }, context, at);
  };

  const automationEntry = (id: string): Row | undefined =>
    [...registry.values()].find((entry) => entry.platform === "automation" && entry.unique_id === id);

  /** Removes the entity and its registry entry. */
  const unload = (id: string, entityId: string): void => {
    loaded.delete(id);
    registry.delete(entityId);
    const old_state = states.get(entityId) ?? null;
    states.delete(entityId);
    emit("state_changed", { entity_id: entityId, old_state, new_state: null });
  };

  /** An automation without a config is unloaded and stays registered, so its state becomes "unavailable". */
  const reload = (): void => {
    if (behaviour.isReloadBroken) return;
    for (const id of loaded.keys()) {
      if (automations.has(id)) continue;
      loaded.delete(id);
      const entry = automationEntry(id);
      if (entry !== undefined) changeState(String(entry.entity_id), "unavailable");
    }
    for (const { platform, unique_id, entity_id, disabled_by } of registry.values())
      if (
        platform === "automation" &&
        !disabled_by &&
        !states.has(String(entity_id)) &&
        automations.has(String(unique_id))
      )
        changeState(String(entity_id), "on", { attributes: { id: unique_id } });
    emit("automation_reloaded", {});
  };

  /** Null if the connection is cut off before the answer. */
  const post = (id: string, body: Row): readonly [number, object] | null => {
    const { posting } = behaviour;
    if (posting === "is_malformed")
      return [400, { message: "Message malformed: required key not provided at 'triggers'" }];
    if (posting === "breaks") return [503, { message: "Service unavailable" }];
    automations.set(id, { ...body, id });
    if (posting === "is_cut_off") return null;
    if (posting === "is_not_included") return [200, { result: "ok" }];
    const entityId = `automation.${slug(String(body.alias))}`;
    const known = automationEntry(id);
    if (known === undefined) register(entityId, { platform: "automation", unique_id: id, original_name: body.alias });
    const state = { loads: "on", loads_off: "off", fails_to_load: "unavailable", hangs_up: "on" }[posting];
    const target = known === undefined ? entityId : String(known.entity_id);
    const load = (): void => {
      if (known?.disabled_by) return emit("automation_reloaded", {});
      loaded.set(id, { ...body, id });
      changeState(target, state, { attributes: { id, friendly_name: body.alias } });
      emit("automation_reloaded", {});
    };
    if (known === undefined) load();
    else {
      if (!known.disabled_by) changeState(target, "unavailable");
      setTimeout(load, RELOADS_FOR);
    }
    if (posting === "hangs_up") for (const socket of subscriptions.keys()) socket.terminate();
    return [200, { result: "ok" }];
  };

  const remove = (id: string): readonly [number, object] | null => {
    if (!automations.delete(id)) return [400, { message: "Resource not found" }];
    if (behaviour.isRemovalCutOff) {
      behaviour.isRemovalCutOff = false;
      return null;
    }
    const entry = automationEntry(id);
    if (entry !== undefined) unload(id, String(entry.entity_id));
    return [200, { result: "ok" }];
  };

  const http = createServer((request, response) => {
    void serve(request, response);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? "";
    const path = request.url ?? "";
    const send = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const text = await bodyOf(request);
    requests.push({ method, path, headers: request.headers, body: text });
    const id = /^\/api\/config\/automation\/config\/([^/]+)$/.exec(path)?.[1];
    if (request.headers.authorization !== `Bearer ${behaviour.token}`) return send(401, {});
    if (id === undefined) {
      unexpected.push(`${method} ${path}`);
      return send(404, {});
    }
    if (!user.is_admin) return send(401, {});
    if (method === "POST" || method === "DELETE") {
      const reply = method === "POST" ? post(id, JSON.parse(text)) : remove(id);
      if (reply === null) request.socket.destroy();
      else send(...reply);
      return;
    }
    const found = automations.get(id);
    return found === undefined ? send(404, { message: "Resource not found" }) : send(200, found);
  };

  const sockets = new WebSocketServer({ server: http, path: "/api/websocket" });
  sockets.on("connection", (socket) => {
    const say = (message: object): void => socket.send(JSON.stringify({ ha_version: behaviour.version, ...message }));
    say({ type: "auth_required" });
    socket.once("message", (first) => {
      const { access_token: given } = JSON.parse(textOf(first));
      tokensTried.push(given);
      const login = home.logins?.[given];
      if (login !== undefined) users.set(socket, login);
      else if (given !== behaviour.token) {
        say({ type: "auth_invalid", message: "Invalid access token or password" });
        return socket.close();
      }
      subscriptions.set(socket, new Map());
      socket.on("message", (message) => void answer(socket, JSON.parse(textOf(message))));
      say({ type: "auth_ok" });
    });
    socket.on("close", () => subscriptions.delete(socket));
  });

  const isHiddenEvent = ({ type, event_type }: Command): boolean =>
    type === "subscribe_events" && !EVENTS_FOR_ALL.test(String(event_type));

  const listen = (port: number): Promise<number> =>
    new Promise((resolve) => {
      http.listen(port, "127.0.0.1", () => {
        const address = http.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  const port = await listen(0);
  const dropConnections = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    config,
    recorder,
    behaviour,
    automations,
    labels,
    received,
    requests,
    unexpected,
    tokensTried,
    emit,
    changeState,
    dropConnections,
    entry: (entityId: string) => registry.get(entityId),
    stateOf: (entityId: string) => states.get(entityId)?.state,
    count: (type: string) => received.filter((command) => command.type === type).length,
    of: (type: string) => received.filter((command) => command.type === type),
    connections: () => subscriptions.size,
    /** Runs before each command is answered; may wait, or throw the result of `refuse`. */
    intercept: (hook: (command: Command) => Promise<void> | void) => {
      before = hook;
    },
    refuse: (code: string) => new Refusal(code),
    /** Modifies the lists in a command's answer before they are sent. */
    damage: (type: string, change: (rows: readonly unknown[]) => unknown) => void damages.set(type, change),
    /** Removes an entity, as reloading an integration does. */
    removeState: (entityId: string, at: number = Date.now()): void => {
      const old_state = states.get(entityId) ?? null;
      states.delete(entityId);
      emit("state_changed", { entity_id: entityId, old_state, new_state: null }, aContext(), at);
    },
    /** Registers an entity, or changes its entry. */
    register: (entityId: string, fields: object): void => {
      const isNew = !registry.has(entityId);
      register(entityId, { ...registry.get(entityId), ...fields });
      emit("entity_registry_updated", { action: isNew ? "create" : "update", entity_id: entityId });
    },
    unregister: (entityId: string): void => {
      registry.delete(entityId);
      emit("entity_registry_updated", { action: "remove", entity_id: entityId });
    },
    /** As Home Assistant does: the old state is removed, and the new one has no cause. */
    rename: (from: string, to: string, at: number = Date.now()): void => {
      const entry = registry.get(from);
      registry.delete(from);
      registry.set(to, { ...ENTRY, id: randomUUID(), unique_id: from, ...entry, entity_id: to });
      const data = { action: "update", entity_id: to, changes: { entity_id: from }, old_entity_id: from };
      emit("entity_registry_updated", data, aContext(), at);
      const old_state = states.get(from);
      if (old_state === undefined) return;
      states.delete(from);
      emit("state_changed", { entity_id: from, old_state, new_state: null }, aContext(), at);
      const new_state = setState(to, String(old_state.state), attributesOf(old_state), aContext(), at);
      emit("state_changed", { entity_id: to, old_state: null, new_state }, aContext(), at);
    },
    /** As a restart does: reads automations.yaml again. */
    reload,
    /** Stops listening; `comeBack` listens on the same port again. */
    goAway: () =>
      new Promise<void>((resolve) => {
        dropConnections();
        http.closeAllConnections();
        http.close(() => resolve());
      }),
    comeBack: () => listen(port),
    stop: () =>
      new Promise<void>((resolve) => {
        dropConnections();
        sockets.close();
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
}

const ACCOUNT = { is_owner: false, is_active: true, group_ids: ["system-users"] };

const ENTRY = {
  platform: "mqtt",
  name: null,
  original_name: null,
  area_id: null,
  device_id: null,
  hidden_by: null,
  disabled_by: null,
  entity_category: null,
  labels: [],
};

export const aContext = (fields: Partial<FakeContext> = {}): FakeContext => ({
  id: randomUUID(),
  parent_id: null,
  user_id: null,
  ...fields,
});

/** Home Assistant's timestamps have microseconds, so those of the fake are never whole milliseconds. */
const isoWithMicroseconds = (at: number): string => new Date(at).toISOString().replace("Z", "321+00:00");

const attributesOf = (state: Row | null): object =>
  typeof state?.attributes === "object" && state.attributes !== null ? state.attributes : {};

/** The logbook has the type of an event and none of its other attributes. */
const asLogged = <Logged extends { readonly when: number; readonly [key: string]: unknown }>(row: Logged): Logged =>
  typeof row.attributes === "object" && row.attributes !== null && "event_type" in row.attributes
    ? { ...row, attributes: { event_type: row.attributes.event_type } }
    : row;

/** The recorder has the states that the logbook shows, with all attributes. */
const recordedOf = ({ logbook = [] }: FakeHome, entityId: string): readonly HistoryRow[] =>
  logbook
    .filter((row) => row.entity_id === entityId && typeof row.state === "string")
    .map((row) => ({ s: String(row.state), lu: row.when, a: { ...attributesOf(row) } }));

function historyOf(rows: readonly HistoryRow[], from: number, to: number): HistoryRow[] {
  const before = rows.findLast(({ lu }) => lu <= from);
  const start = before === undefined ? [] : [{ s: before.s, lu: from, a: before.a ?? {} }];
  return [...start, ...rows.filter(({ lu }) => lu > from && lu < to)];
}

/** The only invalid part is a trigger, condition or action of the kind "nonsense". */
function validityOf(part: unknown): object {
  const isValid = !JSON.stringify(part).includes("nonsense");
  return isValid ? { valid: true, error: null } : { valid: false, error: "Invalid trigger 'nonsense' specified" };
}

const textOf = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString() : "");

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "_");

const entityOf = (data: unknown): string | undefined =>
  typeof data === "object" && data !== null && "entity_id" in data ? String(data.entity_id) : undefined;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
