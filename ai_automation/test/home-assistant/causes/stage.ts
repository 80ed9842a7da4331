import { connectAsync, type MqttClient } from "mqtt";
import { isGapState } from "../../../src/model/state-change.ts";
import { rest, type RealHome } from "../real-home.ts";
import { eventuallyTrue } from "./eventually-true.ts";
import { logIn, type Socket } from "./socket.ts";
import { createUser } from "./users.ts";

/** All users who act, and the hardware that they act on. */
export interface Stage {
  readonly owner: Socket;
  readonly anna: Socket;
  readonly ben: Socket;
  /** A user without a person entity. */
  readonly nodeRed: Socket;
  /** A user with a person entity that the settings list as a service account. */
  readonly appDaemon: Socket;
  readonly mqtt: MqttClient;
  /** Resolves when the entity has the state. */
  readonly reaches: (entityId: string, state: string) => Promise<void>;
  /** Resolves when the entity has any state but a gap. */
  isBack(entityId: string): Promise<void>;
  stateOf(entityId: string): string | undefined;
  /** Reopens the connections after a restart. */
  reopen(): Promise<Stage>;
  close(): Promise<void>;
}

export const SERVICE_ACCOUNT = "AppDaemon";

type Actors = Pick<Stage, "nodeRed" | "appDaemon">;

export async function openStage(home: RealHome): Promise<Stage> {
  const owner = await logIn(home.url, home.token);
  const nodeRed = await createUser(home, owner, "NodeRed", false);
  const appDaemon = await createUser(home, owner, SERVICE_ACCOUNT, true);
  return setStage(home, owner, { nodeRed, appDaemon });
}

async function setStage(home: RealHome, owner: Socket, actors: Actors): Promise<Stage> {
  const [anna, ben] = await Promise.all([logIn(home.url, home.annaToken), logIn(home.url, home.benToken)]);
  const mqtt = await connectAsync(home.mqttUrl);
  mqtt.setMaxListeners(0);
  const states = new Map<string, string>();
  const waiting = new Set<() => void>();
  await owner.connection.subscribeEvents<any>(({ data }) => {
    if (data.new_state !== null) states.set(data.entity_id, data.new_state.state);
    for (const look of waiting) look();
  }, "state_changed");
  for (const { entity_id, state } of await owner.ask({ type: "get_states" })) states.set(entity_id, state);
  const close = async (): Promise<void> => {
    for (const socket of [owner, anna, ben, actors.nodeRed, actors.appDaemon]) socket.close();
    await mqtt.endAsync();
  };
  return {
    owner,
    anna,
    ben,
    ...actors,
    mqtt,
    stateOf: (entityId) => states.get(entityId),
    reaches: (entityId, state) =>
      eventuallyTrue(
        () => states.get(entityId) === state,
        waiting,
        () => `${entityId}: ${state}, it is ${states.get(entityId)}`,
      ),
    isBack: (entityId) =>
      eventuallyTrue(
        () => !isGapState(states.get(entityId) ?? ""),
        waiting,
        () => `${entityId} to be back`,
      ),
    reopen: async () => {
      for (const socket of [anna, ben, owner]) socket.close();
      await mqtt.endAsync();
      return setStage(home, await logIn(home.url, home.token), actors);
    },
    close,
  };
}

export const configure = (home: RealHome, kind: "automation" | "script" | "scene", id: string, config: object) =>
  rest(home, "POST", `config/${kind}/config/${id}`, config);
