import type { NumericLevel } from "../../model/level.ts";
import { domainOf } from "../../model/state-change.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { serviceFor, type ServiceCall } from "../services.ts";

type LevelsOfTarget = Readonly<Partial<Record<NumericLevel, number>>>;

/** The actions that set an entity to a state and its usual levels; empty if no action leads to the state. */
export function callsFor(entityId: string, state: string, usual: readonly UsualLevel[]): readonly ServiceCall[] {
  const plain = serviceFor(entityId, state);
  if (plain === undefined) return [];
  const levels: LevelsOfTarget = Object.fromEntries(
    usual.filter((one) => one.entityId === entityId).map(({ kind, median }) => [kind, median]),
  );
  return state === "off" ? [plain] : callsWith(plain, domainOf(entityId), levels);
}

/** Whether a level affects the calls: closed covers and entities that are off have none to set. */
export function changesCalls(entityId: string, state: string, level: UsualLevel): boolean {
  return JSON.stringify(callsFor(entityId, state, [level])) !== JSON.stringify(callsFor(entityId, state, []));
}

function callsWith(plain: ServiceCall, domain: string, levels: LevelsOfTarget): readonly ServiceCall[] {
  switch (domain) {
    case "light":
      return [withData(plain, { brightness_pct: levels.brightness, color_temp_kelvin: levels.color_temp_kelvin })];
    case "fan":
      return [withData(plain, { percentage: levels.percentage })];
    case "cover":
      return plain.action === "cover.open_cover" && levels.position !== undefined && levels.position < 100
        ? [{ action: "cover.set_cover_position", data: { position: levels.position } }]
        : [plain];
    case "climate":
      return [withTemperature(plain, levels)];
    case "humidifier":
      return levels.humidity === undefined
        ? [plain]
        : [plain, { action: "humidifier.set_humidity", data: { humidity: levels.humidity } }];
    case "media_player":
      return levels.volume === undefined || plain.action === "media_player.media_pause"
        ? [plain]
        : [plain, { action: "media_player.volume_set", data: { volume_level: levels.volume / 100 } }];
    default:
      return [plain];
  }
}

/** `climate.set_temperature` also accepts the mode, and either one setpoint or a range (components/climate). */
function withTemperature(plain: ServiceCall, levels: LevelsOfTarget): ServiceCall {
  const { temperature, target_temp_low: low, target_temp_high: high } = levels;
  const setpoint =
    temperature !== undefined
      ? { temperature }
      : low !== undefined && high !== undefined
        ? { target_temp_low: low, target_temp_high: high }
        : undefined;
  return setpoint === undefined ? plain : withData({ ...plain, action: "climate.set_temperature" }, setpoint);
}

function withData(call: ServiceCall, data: Readonly<Record<string, number | undefined>>): ServiceCall {
  const given = Object.entries(data).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return given.length === 0 ? call : { ...call, data: { ...call.data, ...Object.fromEntries(given) } };
}
