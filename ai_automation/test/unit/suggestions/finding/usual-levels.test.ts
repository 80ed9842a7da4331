import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import { createFrameBuilder } from "../../../../src/history/frame/frame.ts";
import type { NumericLevel } from "../../../../src/model/level.ts";
import type { UsualLevel } from "../../../../src/model/suggestion.ts";
import { HOUR, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { usualLevels } from "../../../../src/suggestions/finding/usual-levels.ts";
import { titleOf } from "../../../../src/suggestions/words/title.ts";
import { clock } from "../../../support/a-life.ts";

const T = Date.parse("2026-05-01T18:00:00Z");

/** A light that is turned on every hour and set to the next level some seconds later. */
function setTo(
  values: readonly number[],
  { kind = "brightness", secondsLater = 5 }: { kind?: NumericLevel; secondsLater?: number } = {},
) {
  const builder = createFrameBuilder({ clock, location: null });
  const light = builder.entity("light.sofa");
  for (const [index, value] of values.entries()) {
    builder.add(T + index * HOUR, light, builder.state("on"), "manual");
    builder.levels.add(T + index * HOUR + secondsLater * SECOND, light, kind, value);
    builder.add(T + index * HOUR + 30 * MINUTE, light, builder.state("off"), "manual");
  }
  const actedAt = values.map((_, index) => T + index * HOUR);
  return usualLevels(builder.finish(), "light.sofa", actedAt);
}

/** A light that goes on at full brightness every hour of a week, is dimmed 1.5 s later, and now and then by a person. */
function dimmedByItself(values: readonly number[]) {
  const builder = createFrameBuilder({ clock, location: null });
  const light = builder.entity("light.sofa");
  const times = Array.from({ length: 7 * 24 }, (_, hour) => T + hour * HOUR);
  for (const [index, at] of times.entries()) {
    builder.add(at, light, builder.state("on"), "manual");
    builder.levels.add(at, light, "brightness", 100);
    builder.levels.add(at + 1.5 * SECOND, light, "brightness", 78);
    const value = values[index / 20];
    if (value !== undefined) builder.levels.add(at + (10 + index / 5) * SECOND, light, "brightness", value);
    builder.add(at + 30 * MINUTE, light, builder.state("off"), "manual");
  }
  return usualLevels(builder.finish(), "light.sofa", times);
}

describe("usual levels", () => {
  it("are left out if an integration sets them after every turn-on", () => {
    expect(dimmedByItself([])).to.deep.equal([]);
  });

  it("are those that people set after the integration", () => {
    expect(dimmedByItself([40, 40, 40, 40, 40, 40])).to.deep.equal([
      { entityId: "light.sofa", kind: "brightness", median: 40, low: 40, high: 40, times: 6 },
    ]);
  });

  it("are the median and quartiles of the levels set within a minute", () => {
    expect(setTo([40, 38, 100, 42, 41, 39, 40], { secondsLater: 40 })).to.deep.equal([
      { entityId: "light.sofa", kind: "brightness", median: 40, low: 39, high: 42, times: 7 },
    ]);
  });

  it("are left out if the levels do not agree", () => {
    expect(setTo([10, 90, 35, 70, 55, 20, 80])).to.deep.equal([]);
  });

  it("are left out if the level never varies", () => {
    expect(setTo([100, 100, 100, 100, 100, 100])).to.deep.equal([]);
  });

  it("need five times", () => {
    expect(setTo([40, 41, 40, 39])).to.deep.equal([]);
  });

  it("ignore levels set much later", () => {
    expect(setTo([40, 41, 40, 39, 40, 41], { secondsLater: 300 })).to.have.nested.property("[0].times", 5);
  });

  it("are rounded to half degrees and fifty kelvin", () => {
    const [temperature] = setTo([20.6, 20.4, 20.3, 20.6, 21], { kind: "temperature" });
    const [white] = setTo([2_690, 2_712, 2_704, 2_700, 2_699], { kind: "color_temp_kelvin" });
    expect([temperature?.median, white?.median]).to.deep.equal([20.5, 2_700]);
  });
});

describe("an automation with usual levels", () => {
  const level = (entityId: string, kind: NumericLevel, median: number): UsualLevel => ({
    entityId,
    kind,
    median,
    low: median,
    high: median,
    times: 9,
  });
  const form = {
    trigger: { kind: "clock", timeOfDay: 7 * HOUR, weekdays: [0, 1, 2, 3, 4, 5, 6] },
    conditions: [],
  } as const;
  const actionsFor = (entityId: string, state: string, ...levels: readonly UsualLevel[]) => {
    const config = automationOf(form, [{ entityId, state }], { alias: "", description: "" }, levels);
    expect(parseAutomation(config)).to.deep.include({ unsupported: [], effects: [{ entityId, state }] });
    return config.actions.map(({ action, data }) => [action, data]);
  };

  it("sets a light's levels when turning it on", () => {
    const levels = [level("light.sofa", "brightness", 40), level("light.sofa", "color_temp_kelvin", 2_700)];
    expect(actionsFor("light.sofa", "on", ...levels)).to.deep.equal([
      ["light.turn_on", { brightness_pct: 40, color_temp_kelvin: 2_700 }],
    ]);
    expect(actionsFor("light.sofa", "off", ...levels)).to.deep.equal([["light.turn_off", undefined]]);
  });

  it("opens a cover to the usual position", () => {
    expect(actionsFor("cover.blind", "open", level("cover.blind", "position", 60))).to.deep.equal([
      ["cover.set_cover_position", { position: 60 }],
    ]);
    expect(actionsFor("cover.blind", "open", level("cover.blind", "position", 100))).to.deep.equal([
      ["cover.open_cover", undefined],
    ]);
  });

  it("sets the temperature, and the volume of a player it turns on", () => {
    expect(actionsFor("climate.attic", "heat", level("climate.attic", "temperature", 20.5))).to.deep.equal([
      ["climate.set_temperature", { hvac_mode: "heat", temperature: 20.5 }],
    ]);
    expect(actionsFor("media_player.radio", "on", level("media_player.radio", "volume", 30))).to.deep.equal([
      ["media_player.turn_on", undefined],
      ["media_player.volume_set", { volume_level: 0.3 }],
    ]);
  });

  it("has the levels in its title", () => {
    const names = {
      language: "en",
      nameOf: () => "Sofa lamp",
      deviceClassOf: () => null,
      areaOf: () => null,
      personOf: () => "",
    };
    expect(
      titleOf(form, [{ entityId: "light.sofa", state: "on" }], names, [
        level("light.sofa", "brightness", 40),
        level("light.sofa", "color_temp_kelvin", 2_700),
      ]),
    ).to.equal("Turn on Sofa lamp (40%, 2700 K) at 07:00");
  });
});
