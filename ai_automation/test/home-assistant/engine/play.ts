import { setTimeout as wait } from "node:timers/promises";
import type { MqttClient } from "mqtt";
import type { Clock } from "../../../src/model/clock.ts";
import type { Random } from "../../../src/model/random.ts";
import { DAY, SECOND } from "../../../src/model/time.ts";
import type { Socket } from "../causes/socket.ts";
import {
  ALARM,
  BUTTON,
  DOOR,
  EVERYTHING,
  HEAT,
  LIGHT,
  LUX,
  MODE,
  MOTION,
  SECOND_MOTION,
  topicOf,
  TRIP,
  USUAL,
  WAKE,
} from "./props.ts";

interface Actors {
  readonly mqtt: MqttClient;
  readonly owner: Socket;
  readonly clock: Clock;
}

/** Changes, outages and texts at random, in milliseconds to seconds of each other. `None` makes a state unknown. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  [MOTION]: ["ON", "ON", "OFF", "OFF", "OFF", "None"],
  [SECOND_MOTION]: ["ON", "ON", "OFF", "OFF", "None"],
  [DOOR]: ["ON", "ON", "OFF", "None"],
  [LUX]: ["5", "10", "12", "15", "18", "20", "25", "30", "30", "None", "error", " 25 ", "1e2", "0x20"],
  [LIGHT]: ["5", "10", "15", "18.6", "20", "25", "30", "None"],
  [HEAT]: ["5", "12", "15", "25", "None", "bad", "20.5"],
  [MODE]: ["a", "b", "c", "a", "b", "c", "None"],
};

const SENSORS = Object.keys(STATES);

export async function play(count: number, { mqtt, owner, clock }: Actors, random: Random): Promise<void> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const report = (entityId: string, state: string) =>
    mqtt.publishAsync(`${topicOf(entityId)}/state`, state, { retain: true });
  const setAvailable = (topic: string, is: "online" | "offline") =>
    mqtt.publishAsync(`${topic}/available`, is, { retain: true });

  const outage = async (): Promise<void> => {
    const topic = pick([...SENSORS, MOTION, DOOR, LUX, BUTTON].map(topicOf).concat(EVERYTHING));
    await setAvailable(topic, "offline");
    await wait(pick([150, 700, 2_600]));
    if (random() < 0.3) await report(MOTION, pick(["ON", "OFF"]));
    if (random() < 0.2) await press();
    await setAvailable(topic, "online");
  };
  const press = () =>
    mqtt.publishAsync(`${topicOf(BUTTON)}/state`, JSON.stringify({ event_type: pick(["press", "hold"]) }));
  const setTime = async (): Promise<void> => {
    const at = Date.now() + pick([-60, 3, 4, 6]) * SECOND;
    const local = new Date(at + clock.offsetAt(at)).toISOString();
    const [date, time] = [local.slice(0, 10), local.slice(11, 19)];
    switch (pick(["wake", "trip", "alarm", "no alarm"])) {
      case "wake":
        return owner.call("input_datetime.set_datetime", { entity_id: WAKE, time });
      case "trip":
        return owner.call("input_datetime.set_datetime", { entity_id: TRIP, datetime: `${date} ${time}` });
      case "alarm":
        await report(ALARM, new Date(at - (at % SECOND)).toISOString());
        return;
      default:
        await report(ALARM, "None");
    }
  };
  const setAttribute = (): Promise<unknown> =>
    mqtt.publishAsync(`${topicOf(pick(SENSORS))}/attributes`, JSON.stringify({ mark: random() }));

  for (let change = 0; change < count; change++) {
    const kind = random();
    if (kind < 0.68) {
      const entityId = pick([MOTION, MOTION, SECOND_MOTION, DOOR, LUX, LIGHT, HEAT, MODE]);
      await report(entityId, pick(STATES[entityId]!));
    } else if (kind < 0.74) await press();
    else if (kind < 0.78)
      await owner.call("input_select.select_option", { entity_id: USUAL, option: pick(["a", "b", "c"]) });
    else if (kind < 0.82) await setTime();
    else if (kind < 0.86) await setAttribute();
    else await outage();
    await wait(pick([60, 150, 300, 500, 900, 2_300]));
  }
}

/** Every sensor has one of its states, as after some time without Home Assistant. */
export async function changeAll({ mqtt }: Actors, random: Random): Promise<void> {
  for (const [entityId, states] of Object.entries(STATES)) {
    const state = states[Math.floor(random() * states.length)]!;
    await mqtt.publishAsync(`${topicOf(entityId)}/state`, state, { retain: true });
  }
}

/** The motion sensor changes every other second. */
export async function changeForAWhile({ mqtt }: Actors, milliseconds: number): Promise<void> {
  for (let change = 0; change < milliseconds / (2 * SECOND); change++) {
    await mqtt.publishAsync(`${topicOf(MOTION)}/state`, change % 2 === 0 ? "ON" : "OFF", { retain: true });
    await wait(2 * SECOND);
  }
}

const NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The meaning of the words in the forms: two times of day that come soon, today's weekday and another one. */
export function wordsAt(now: number, clock: Clock): Readonly<Record<string, string>> {
  const timeAfter = (milliseconds: number): string =>
    new Date(now + milliseconds + clock.offsetAt(now)).toISOString().slice(11, 19);
  const weekday = (clock.dayOf(now) + 3) % 7;
  return {
    SOON: timeAfter(45 * SECOND),
    LATER: timeAfter(75 * SECOND),
    DAY: NAMES[weekday]!,
    OTHER_DAY: NAMES[(weekday + 3) % 7]!,
  };
}

/** The words above mean something else after midnight. */
export const isLateAt = (now: number, clock: Clock): boolean => clock.timeOfDay(now) > DAY - 1_200 * SECOND;
