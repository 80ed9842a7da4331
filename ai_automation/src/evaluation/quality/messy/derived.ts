import { isGapState, objectIdOf } from "../../../model/state-change.ts";
import { SECOND } from "../../../model/time.ts";
import type { HomeLevel, HomeRow } from "../home-recording.ts";
import { busyEntities, NOTHING_RENAMED, withRows, type Nuisance } from "./nuisance.ts";

/** Minimum rows of an entity worth copying. */
const BUSY = 20;

/** A group of two lamps: on while either is, so each switching of a lamp shows in both. */
export const lampGroup: Nuisance = {
  name: "group of two lamps",
  disturb: (recording, draws) => {
    const group = "light.all_lamps";
    const lamps = busyEntities(recording, ["light"], BUSY);
    const first = draws.pick(lamps);
    const members = new Set([first, draws.pick(lamps.filter((lamp) => lamp !== first))]);
    const lit = new Set<string>();
    const rows: HomeRow[] = [];
    let state = "off";
    for (const { at, entityId, state: of, context } of recording.rows) {
      if (!members.has(entityId) || isGapState(of)) continue;
      if (of === "on") lit.add(entityId);
      else lit.delete(entityId);
      const next = lit.size > 0 ? "on" : "off";
      if (next === state) continue;
      state = next;
      rows.push({ at: at + Math.round(draws.uniform(2, 80)), entityId: group, state, context });
    }
    return { recording: withRows(recording, rows), added: [group], renamed: NOTHING_RENAMED };
  },
};

/** A template light that mirrors a lamp, and a switch that is also exposed as a light. */
export const mirrors: Nuisance = {
  name: "template mirror, switch_as_x",
  disturb: (recording, draws) => {
    const lamp = draws.pick(busyEntities(recording, ["light"], BUSY));
    const plug = draws.pick(busyEntities(recording, ["switch"], BUSY));
    const mirrorOf = new Map([
      [lamp, `light.${objectIdOf(lamp)}_template`],
      [plug, `light.${objectIdOf(plug)}`],
    ]);
    const rows = recording.rows.flatMap((row): readonly HomeRow[] => {
      const entityId = mirrorOf.get(row.entityId);
      return entityId === undefined ? [] : [{ ...row, entityId, at: row.at + Math.round(draws.uniform(1, 80)) }];
    });
    return { recording: withRows(recording, rows), added: [...mirrorOf.values()], renamed: NOTHING_RENAMED };
  },
};

const FULL = 100;
const SET_TO = 78;

/** A lighting integration that dims every lamp 1.5 s after it is turned on; people set no levels. */
export const lightingIntegration: Nuisance = {
  name: "levels 1.5 s after turn-on",
  disturb: (recording) => {
    const levels = recording.rows
      .filter(({ entityId, state }) => entityId.startsWith("light.") && state === "on")
      .flatMap(({ at, entityId }): readonly HomeLevel[] => [
        { at, entityId, kind: "brightness", value: FULL },
        { at: at + 1.5 * SECOND, entityId, kind: "brightness", value: SET_TO },
      ]);
    return { recording: withRows(recording, [], levels), added: [], renamed: NOTHING_RENAMED };
  },
};
