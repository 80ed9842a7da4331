import { expect } from "chai";
import { agreementOf } from "../../../../src/history/attribution/expectation.ts";

type Row = readonly [service: string, data: Readonly<Record<string, unknown>>, state: string, agreement: string];

const ROWS: readonly Row[] = [
  ["light.turn_on", {}, "off", "contradicts"],
  ["light.turn_on", { brightness_pct: 1 }, "off", "contradicts"],
  ["light.turn_on", { brightness_pct: 0 }, "off", "agrees"],
  ["light.turn_on", { brightness_pct: 0 }, "on", "contradicts"],
  ["light.turn_on", { brightness_pct: 0.1 }, "off", "agrees"],
  ["light.turn_on", { brightness: "0" }, "off", "agrees"],
  ["light.turn_on", { white: 0 }, "off", "agrees"],
  ["light.turn_on", { white: true }, "off", "contradicts"],
  ["light.turn_on", { brightness_step: -30 }, "off", "agrees"],
  ["light.turn_on", { brightness_step_pct: -20 }, "off", "agrees"],
  ["light.turn_on", { brightness_step_pct: -20 }, "on", "open"],
  ["light.turn_on", { brightness_step_pct: 20 }, "off", "contradicts"],
  ["fan.turn_on", { percentage: 0 }, "off", "open"],
  ["fan.set_percentage", { percentage: 0 }, "off", "agrees"],
  ["fan.set_percentage", { percentage: 30 }, "off", "contradicts"],
];

describe("the state that a call leads to", () => {
  for (const [action, data, state, agreement] of ROWS)
    it(`${action} ${JSON.stringify(data)}: ${state} ${agreement}`, () => {
      const [domain = "", service = ""] = action.split(".");
      expect(agreementOf({ domain, service, data }, `${domain}.hall`, state)).to.equal(agreement);
    });
});
