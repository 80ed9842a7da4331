import type { Draws } from "../../../demo/draws.ts";
import type { AutomationConfig, ConfigPart } from "../../../model/automation.ts";
import type { Context } from "../../../model/cause.ts";
import { HOUR, MINUTE, SECOND } from "../../../model/time.ts";
import type { HomeRecording, HomeRow } from "../home-recording.ts";
import type { Truth } from "../judge-suggestions.ts";
import { daysOf, withRows } from "../messy/nuisance.ts";

/** A home with remotes, buttons, scenes and scripts, and what people do with them. */
export interface ButtonHome {
  readonly recording: HomeRecording;
  readonly truths: readonly Truth[];
}

/**
 * Adds to a recording, in rooms of their own:
 * - a remote whose four buttons report the same event type; on and off mean it, up and down do not
 * - a switch module that reports three event types for each push, to toggle
 * - a helper button, to toggle
 * - a scene that people start after a door opens, and a script that they start at night, with their effects
 *
 * People respond to each with the given probability. Lamps are also switched at random times.
 */
export function withButtons(recording: HomeRecording, draws: Draws, adherence: number): ButtonHome {
  const days = daysOf(recording).map((day) => recording.clock.instantOf(day, 0));
  const loft = createToggle(draws, adherence, LOFT);
  const cellar = createToggle(draws, adherence, CELLAR);
  const rows = days.flatMap((midnight) => [
    ...remoteRows(midnight, draws, adherence),
    ...loft(midnight),
    ...cellar(midnight),
    ...sceneRows(midnight, draws, adherence),
    ...scriptRows(midnight, draws, adherence),
  ]);
  return { recording: withRows(recording, withoutRepeats(rows)), truths: TRUTHS };
}

const row = (at: number, entityId: string, state: string, context: Context = "unknown"): HomeRow => ({
  at: Math.round(at),
  entityId,
  state,
  context,
});

const DEN = "light.den_lamp";
const REMOTE = "event.den_remote";

/** A few seconds to a minute: the time to reach the lamp. */
const walk = (draws: Draws): number => draws.uniform(5, 50) * SECOND;

/** An instant in each of `count` equal parts of the time from 8:00 to 22:00. */
function moments(midnight: number, draws: Draws, count: number): readonly number[] {
  const part = (14 * HOUR) / count;
  return Array.from({ length: count }, (_, index) => midnight + 8 * HOUR + (index + draws.uniform(0, 1)) * part);
}

function remoteRows(midnight: number, draws: Draws, adherence: number): readonly HomeRow[] {
  return moments(midnight, draws, 12).flatMap((at) => {
    const button = draws.pick(["on", "off", "up", "down"]);
    const press = row(at, REMOTE, `press[button=${button}]`);
    const isMeant = (button === "on" || button === "off") && draws.chance(adherence);
    const acts = isMeant ? [row(at + walk(draws), DEN, button, "manual")] : [];
    const noise = draws.chance(0.03) ? [row(at + 10 * MINUTE, DEN, draws.pick(["on", "off"]), "manual")] : [];
    return [press, ...acts, ...noise];
  });
}

interface Toggle {
  readonly button: string;
  readonly lamp: string;
  readonly types: readonly string[];
}

const LOFT: Toggle = {
  button: "event.loft_switch",
  lamp: "light.loft_lamp",
  types: ["btn_down", "btn_up", "single_push"],
};
const CELLAR: Toggle = { button: "input_button.cellar_lamp", lamp: "light.cellar_lamp", types: ["press"] };

/** The rows of one day after another: a lamp that was left on in the evening is turned off by the next push. */
function createToggle(
  draws: Draws,
  adherence: number,
  { button, lamp, types }: Toggle,
): (midnight: number) => readonly HomeRow[] {
  let isOn = false;
  return (midnight) =>
    moments(midnight, draws, 5).flatMap((at) => {
      const push = types.map((type, index) => row(at + index * 200, button, type));
      if (!draws.chance(adherence)) return push;
      isOn = !isOn;
      return [...push, row(at + SECOND + walk(draws), lamp, isOn ? "on" : "off", "manual")];
    });
}

const SCENE = "scene.parlor_cinema";
const DOOR = "binary_sensor.parlor_door";

function sceneRows(midnight: number, draws: Draws, adherence: number): readonly HomeRow[] {
  return moments(midnight, draws, 2).flatMap((at) => {
    const door = [row(at, DOOR, "on"), row(at + 20 * SECOND, DOOR, "off")];
    if (!draws.chance(adherence)) return door;
    const started = at + walk(draws);
    const effects = [
      row(started + 300, "light.parlor_lamp", "on", "automation"),
      row(started + 400, "light.parlor_spots", "off", "automation"),
      row(started + 2 * HOUR, "light.parlor_lamp", "off", "manual"),
      row(started + 2 * HOUR + MINUTE, "light.parlor_spots", "on", "manual"),
    ];
    return [...door, row(started, SCENE, "on", "manual"), ...effects];
  });
}

const SCRIPT = "script.house_asleep";
const ASLEEP = 23 * HOUR + 10 * MINUTE;

function scriptRows(midnight: number, draws: Draws, adherence: number): readonly HomeRow[] {
  const lamp = "light.porch_lamp";
  const lit = row(midnight + 18 * HOUR + draws.uniform(0, 2) * HOUR, lamp, "on", "automation");
  if (!draws.chance(adherence)) return [lit, row(midnight + 26 * HOUR, lamp, "off", "automation")];
  const started = midnight + ASLEEP + Math.max(-8, Math.min(8, 4 * draws.normal())) * MINUTE;
  return [lit, row(started, SCRIPT, "on", "manual"), row(started + 300, lamp, "off", "automation")];
}

/** A lamp that is on already cannot be turned on. */
function withoutRepeats(rows: readonly HomeRow[]): readonly HomeRow[] {
  const last = new Map<string, string>();
  return rows
    .toSorted((a, b) => a.at - b.at)
    .filter(({ entityId, state }) => {
      if (!entityId.startsWith("light.")) return true;
      const isRepeat = last.get(entityId) === state;
      last.set(entityId, state);
      return !isRepeat;
    });
}

const received = (entityId: string, type: string): ConfigPart => ({
  trigger: "event.received",
  target: { entity_id: entityId },
  options: { event_type: [type] },
});
const buttonIs = (state: string): ConfigPart => ({ condition: "state", entity_id: REMOTE, attribute: "button", state });
const act = (action: string, entityId: string): ConfigPart => ({ action, target: { entity_id: entityId } });

function truth(key: string, trigger: ConfigPart, conditions: readonly ConfigPart[], action: ConfigPart): Truth {
  const automation: AutomationConfig = {
    alias: key,
    triggers: [trigger],
    conditions,
    actions: [action],
    mode: "single",
  };
  return { key, automation };
}

const TRUTHS: readonly Truth[] = [
  truth("lamp_on_with_the_on_button", received(REMOTE, "press"), [buttonIs("on")], act("light.turn_on", DEN)),
  truth("lamp_off_with_the_off_button", received(REMOTE, "press"), [buttonIs("off")], act("light.turn_off", DEN)),
  truth("toggle_with_a_push", received(LOFT.button, "single_push"), [], act("light.toggle", LOFT.lamp)),
  truth(
    "toggle_with_a_helper_button",
    { trigger: "button.pressed", target: { entity_id: CELLAR.button } },
    [],
    act("light.toggle", CELLAR.lamp),
  ),
  truth("scene_when_the_door_opens", { trigger: "state", entity_id: DOOR, to: "on" }, [], act("scene.turn_on", SCENE)),
  truth("script_at_night", { trigger: "time", at: "23:10:00" }, [], act("script.turn_on", SCRIPT)),
];
