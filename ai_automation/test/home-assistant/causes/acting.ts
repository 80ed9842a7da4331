import type { Random } from "../../../src/model/random.ts";
import { nameOf, PROPS, topicOf } from "./props.ts";
import type { Stage } from "./stage.ts";
import type { Action, Actor } from "./truth.ts";

type Act = (entityId: string, state: string) => Promise<unknown>;

/** Actions of every kind of actor, each on many entities at once, recorded as they are performed. */
export interface Play {
  readonly actions: readonly Action[];
  perform(): Promise<void>;
  /** A few more actions, after a restart. */
  performAgain(): Promise<void>;
}

const SECOND = 1_000;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const opposite = (state: string | undefined): string => (state === "on" ? "off" : "on");

/** After this time Home Assistant no longer keeps an action's context, so the next manual change has none. */
const QUIET = 5.8 * SECOND;

export function rehearse(stage: () => Stage, areaId: string, random: Random): Play {
  const actions: Action[] = [];
  const write = (entityId: string, state: string, actor: Actor): void =>
    void actions.push({ entityId, state, actor, at: Date.now() });
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const serviceOf = (entityId: string, state: string): string => `${entityId.split(".")[0]}.turn_${state}`;
  const dataOf = (entityId: string, state: string) => ({ action: serviceOf(entityId, state), entity_id: entityId });

  const asUser =
    (user: "anna" | "ben" | "nodeRed" | "appDaemon"): Act =>
    (entityId, state) =>
      stage()[user].call(serviceOf(entityId, state), { entity_id: entityId });
  const wall: Act = (entityId, state) =>
    stage().mqtt.publishAsync(`${topicOf(entityId)}/state`, state, { retain: true });
  const one: Act = (entityId, state) =>
    stage().owner.ask({ type: "fire_event", event_type: "causes_one", event_data: dataOf(entityId, state) });
  const two: Act = (entityId, state) =>
    stage().mqtt.publishAsync("causes/two", JSON.stringify(dataOf(entityId, state)));
  const script: Act = (entityId, state) => stage().ben.call("script.causes", dataOf(entityId, state));
  const homekit: Act = (entityId, state) =>
    stage().owner.ask({
      type: "execute_script",
      sequence: [
        { event: "homekit_state_change", event_data: { entity_id: entityId } },
        { action: serviceOf(entityId, state), target: { entity_id: entityId } },
      ],
    });
  const speak: Act = (entityId, state) =>
    stage().anna.ask({ type: "conversation/process", text: `turn ${state} ${nameOf(entityId)}`, language: "en" });

  const ACTS: readonly (readonly [Actor, Act])[] = [
    ["Anna", asUser("anna")],
    ["Ben", asUser("ben")],
    ["wall switch", wall],
    ["wall switch", wall],
    ["automation 1", one],
    ["automation 2", two],
    ["script by Ben", script],
    ["service", asUser("nodeRed")],
    ["service", asUser("appDaemon")],
    ["HomeKit", homekit],
  ];

  const flip = async (entityId: string, actor: Actor, act: Act): Promise<void> => {
    const state = opposite(stage().stateOf(entityId));
    write(entityId, state, actor);
    await act(entityId, state);
    await stage().reaches(entityId, state);
  };

  /** Random actors in turn, mostly within the five seconds for which the last context is kept. */
  const inTurn = async (entityId: string, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const [actor, act] = pick(ACTS);
      await flip(entityId, actor, act);
      await wait(random() < 0.1 ? QUIET : random() * 1.8 * SECOND);
    }
  };

  const speakAndSwitch = async (entityId: string): Promise<void> => {
    for (let i = 0; i < 10; i++) {
      await flip(entityId, "voice of Anna", speak);
      await wait(random() * 2 * SECOND);
      if (i % 2 === 0) await flip(entityId, "wall switch", wall);
    }
  };

  const changeScenes = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) {
      const state = i % 2 === 0 ? "on" : "off";
      for (const entityId of PROPS.scenic) write(entityId, state, "scene by Anna");
      await stage().anna.call("scene.turn_on", { entity_id: `scene.causes_${state}` });
      for (const entityId of PROPS.scenic) await stage().reaches(entityId, state);
      await wait(random() * 2 * SECOND);
      const touched = pick(PROPS.scenic);
      await flip(touched, "wall switch", wall);
      await wait(random() * 2 * SECOND);
      await flip(touched, "Ben", asUser("ben"));
    }
  };

  /** A group follows its members, and members follow actions on the group. */
  const switchGroup = async (groupId: string, members: readonly string[]): Promise<void> => {
    const together = [groupId, ...members];
    const [first = "", ...others] = members;
    for (const [actor, act] of [ACTS[0]!, ACTS[1]!, ACTS[4]!, ACTS[5]!, ACTS[6]!, ACTS[7]!]) {
      for (const entityId of together) write(entityId, "on", actor);
      await act(groupId, "on");
      for (const entityId of together) await stage().reaches(entityId, "on");
      await wait(random() * 2 * SECOND);
      for (const entityId of others) await flip(entityId, "wall switch", wall);
      write(groupId, "off", "wall switch");
      await flip(first, "wall switch", wall);
      await stage().reaches(groupId, "off");
      await wait(random() < 0.5 ? QUIET : random() * SECOND);
      write(groupId, "on", "wall switch");
      await flip(first, "wall switch", wall);
      await stage().reaches(groupId, "on");
      write(groupId, "off", actor);
      await flip(first, actor, act);
      await stage().reaches(groupId, "off");
    }
  };

  const switchRoom = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      for (const state of ["on", "off"]) {
        for (const entityId of PROPS.roomy) write(entityId, state, "Anna");
        await stage().anna.call(`light.turn_${state}`, { area_id: areaId });
        for (const entityId of PROPS.roomy) await stage().reaches(entityId, state);
        await wait(random() * 2 * SECOND);
        const touched = pick(PROPS.roomy);
        await flip(touched, "wall switch", wall);
        await wait(random() * SECOND);
        await flip(touched, "wall switch", wall);
      }
    }
  };

  /** Reports that arrive after Home Assistant has dropped the context of the action. */
  const switchLate = async (entityId: string, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const isAutomatic = random() < 0.5;
      const act = isAutomatic ? pick([one, two]) : pick([asUser("anna"), asUser("ben"), script]);
      const isEchoOfPerson = !isAutomatic && act !== script;
      await flip(entityId, isEchoOfPerson ? "late echo of a person" : "late echo of an automation", act);
      await wait(random() * SECOND);
      if (i % 2 === 1) await flip(entityId, "wall switch", wall);
    }
  };

  const moveCover = async (entityId: string): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      const isOpening = stage().stateOf(entityId) === "closed";
      const [passing, end] = isOpening ? ["opening", "open"] : ["closing", "closed"];
      const [who, act] = pick([
        ["Anna", stage().anna],
        ["Ben", stage().ben],
      ] as const);
      write(entityId, passing, who);
      await act.call(`cover.${isOpening ? "open" : "close"}_cover`, { entity_id: entityId });
      await stage().reaches(entityId, passing);
      write(entityId, end, "late echo of a person");
      await stage().reaches(entityId, end);
    }
  };

  const loseAndFind = async (entityId: string): Promise<void> => {
    for (let i = 0; i < 6; i++) {
      await inTurn(entityId, 1);
      const state = stage().stateOf(entityId) ?? "";
      for (const [payload, seen] of [
        ["offline", "unavailable"],
        ["online", state],
      ] as const) {
        write(entityId, seen, "nobody");
        await stage().mqtt.publishAsync(`${topicOf(entityId)}/available`, payload, { retain: true });
        await stage().reaches(entityId, seen);
        await wait(random() * SECOND);
      }
      await flip(entityId, "wall switch", wall);
    }
  };

  return {
    actions,
    perform: async () => {
      await Promise.all([
        ...PROPS.plain.map((entityId) => inTurn(entityId, 30)),
        ...PROPS.spoken.map(speakAndSwitch),
        changeScenes(),
        ...PROPS.groups.map((groupId, i) => switchGroup(groupId, PROPS.members.slice(3 * i, 3 * i + 3))),
        switchRoom(),
        ...PROPS.slow.map((entityId) => switchLate(entityId, 6)),
        ...PROPS.polled.map((entityId) => switchLate(entityId, 3)),
        ...PROPS.covers.map(moveCover),
        ...PROPS.flaky.map(loseAndFind),
      ]);
    },
    performAgain: async () => {
      await Promise.all(PROPS.plain.slice(0, 10).map((entityId) => inTurn(entityId, 4)));
    },
  };
}
