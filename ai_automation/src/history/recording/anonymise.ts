import { STANDARD_EVENT_TYPES } from "../../model/event-types.ts";
import { domainOf, isGapState } from "../../model/state-change.ts";
import type { RecordedChange } from "./recorded-change.ts";

/**
 * Removes what could identify the home. Entity ids become `light.area3_1`, with one area per first word of their names,
 * in the given order. States with free text or names become `text_1`, in order of appearance. Times, numbers, and
 * states that are the same in every home are not changed.
 */
export function createAnonymiser(entityIds: readonly string[]): (row: RecordedChange) => RecordedChange {
  const names = anonymousNames(entityIds);
  const texts = new Map<string, string>();
  const textFor = (state: string, word: string): string => {
    const known = texts.get(`${word} ${state}`) ?? `${word}_${texts.size + 1}`;
    texts.set(`${word} ${state}`, known);
    return known;
  };
  const stateOf = ({ entityId, state }: RecordedChange): string => {
    if (isGapState(state) || STANDARD.has(state) || NUMBER.test(state)) return state;
    return textFor(state, WORDS[domainOf(entityId)] ?? "text");
  };
  return (row) => ({ ...row, entityId: names.get(row.entityId) ?? "sensor.area0_0", state: stateOf(row) });
}

/** The area is the first word of the name, as in recordings without a registry. */
function anonymousNames(entityIds: readonly string[]): ReadonlyMap<string, string> {
  const areas = new Map<string, number>();
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  for (const entityId of entityIds) {
    const domain = domainOf(entityId);
    const word = entityId.slice(domain.length + 1).split("_")[0] ?? "";
    const area = areas.get(word) ?? areas.size + 1;
    areas.set(word, area);
    const stem = `${domain}.area${area}`;
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    names.set(entityId, `${stem}_${count}`);
  }
  return names;
}

/** Sensor readings. Longer runs of digits could be phone numbers, serial numbers or timestamps. */
const NUMBER = /^[-+]?\d{1,7}(\.\d{1,17})?([eE][-+]?\d{1,3})?$/;

const WORDS: Readonly<Record<string, string>> = { person: "zone", device_tracker: "zone", event: "event" };

/** The states of Home Assistant's domains, and the usual event types. */
const STANDARD: ReadonlySet<string> = new Set([
  ...STANDARD_EVENT_TYPES,
  ...`on off home not_home open closed opening closing locked unlocked locking unlocking jammed playing paused idle
   standby buffering heat cool heat_cool auto dry fan_only eco heating cooling drying cleaning docked returning
   error mowing disarmed armed_home armed_away armed_night armed_vacation armed_custom_bypass pending arming
   disarming triggered active inactive above_horizon below_horizon charging discharging full low normal high medium
   true false yes no none detected clear problem ok sunny cloudy partlycloudy rainy pouring snowy fog windy
   clear-night lightning hail exceptional asleep awake sleeping electric performance high_demand heat_pump
   gas`.split(/\s+/),
]);
