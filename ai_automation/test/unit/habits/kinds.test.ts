import { expect } from "chai";
import { mineHabits, type MiningOptions } from "../../../src/habits/mine.ts";
import { weekdayOf } from "../../../src/model/clock.ts";
import { createSun } from "../../../src/model/sun.ts";
import { MINUTE } from "../../../src/model/time.ts";
import { titleOf } from "../../../src/suggestions/words/title.ts";
import { AMSTERDAM } from "../../support/a-frame.ts";
import { anything, clock, frameOfLife, type Event } from "../../support/a-life.ts";
import { days } from "../../support/days.ts";

const SECONDS = 1 / 3_600;
const MINUTES = 1 / 60;

const names = {
  language: "en",
  nameOf: (entityId: string): string => entityId,
  deviceClassOf: () => null,
  areaOf: () => null,
  personOf: (userId: string): string => userId,
};

/** The titles of the habits found. */
function found(events: readonly Event[], options: Partial<MiningOptions> = {}): readonly string[] {
  const frame = frameOfLife(events);
  return mineHabits(frame, { ...anything, areaOf: () => "room", ...options }).found.map((habit) => {
    const targets = habit.members.map(({ rule: { candidate } }) => ({
      entityId: frame.entities.names[candidate.series.entity]!,
      state: frame.states.names[candidate.series.state]!,
    }));
    return titleOf(habit, targets, names);
  });
}

describe("kinds of habits", () => {
  it("follow the sun if a fixed time does not fit", () => {
    const sun = createSun(clock, AMSTERDAM);
    const events = days("2023-01-15", 90, (write, random, day) => {
      const sunset = ((sun(day).sunset ?? NaN) - clock.instantOf(day, 0)) / (60 * MINUTE);
      write(sunset + (10 + random() * 10) * MINUTES, "light.window", "on", "manual");
      write(23.9, "light.window", "off", "automation");
    });
    const [title = "", ...others] = found(events);
    expect(title).to.match(/^Turn on light\.window (\d+ minutes (before|after)|at) sunset$/);
    expect(others).to.deep.equal([]);
  });

  it("wait until a state has lasted for some time", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      for (const visit of [8, 13, 19]) {
        const entered = visit + random();
        write(entered, "binary_sensor.motion", "on");
        write(entered + 1 * MINUTES, "light.hall", "on", "automation");
        const left = entered + (5 + random() * 30) * MINUTES;
        write(left, "binary_sensor.motion", "off");
        write(left + (10.2 + random() * 2) * MINUTES, "light.hall", "off", "manual");
      }
    });
    expect(found(events)).to.deep.equal(["Turn off light.hall when binary_sensor.motion turns off for 10 minutes"]);
  });

  it("restrict the hours to those in which people act", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      for (let visit = 0; visit < 12; visit++) {
        const hour = 2 * visit + random();
        write(hour, "binary_sensor.motion", "on");
        write(hour + 2 * MINUTES, "binary_sensor.motion", "off");
        if (hour < 7 || hour >= 22) {
          write(hour + (10 + random() * 20) * SECONDS, "light.bath", "on", "manual");
          write(hour + 15 * MINUTES, "light.bath", "off", "automation");
        }
      }
    });
    const [title = "", ...others] = found(events);
    expect(title).to.match(/^Turn on light\.bath when binary_sensor\.motion turns on, between 2\d:\d\d and 0\d:\d\d$/);
    expect(others).to.deep.equal([]);
  });

  it("remember what happened in another room", () => {
    const events = days("2023-01-15", 80, (write, random) => {
      for (let hour = 8; hour < 23; hour++) {
        const passes = hour + random() * 0.3;
        const isBedtime = random() < 0.15;
        if (isBedtime) write(passes - (1 + random() * 6) * MINUTES, "switch.tv", "off");
        write(passes, "binary_sensor.stairs", "on");
        write(passes + 1 * MINUTES, "binary_sensor.stairs", "off");
        if (isBedtime) {
          write(passes + (20 + random() * 60) * SECONDS, "light.bedroom", "on", "manual");
          write(passes + 10 * MINUTES, "light.bedroom", "off", "automation");
        }
        write(hour + 0.8, "switch.tv", "on");
      }
    });
    expect(found(events, { areaOf: (entityId) => entityId })).to.deep.equal([
      "Turn on light.bedroom when binary_sensor.stairs turns on, less than 10 minutes after switch.tv turns off",
    ]);
  });

  it("require a measurement that can be a reason", () => {
    const events = days("2023-01-15", 80, (write, random) => {
      for (let visit = 0; visit < 6; visit++) {
        const hour = 7 + 2.5 * visit + random();
        const warmth = 17 + Math.floor(random() * 12);
        write(hour - 0.2, "sensor.temperature", String(warmth));
        write(hour, "binary_sensor.motion", "on");
        write(hour + 10 * MINUTES, "binary_sensor.motion", "off");
        if (warmth > 24) {
          write(hour + (10 + random() * 20) * SECONDS, "fan.study", "on", "manual");
          write(hour + 30 * MINUTES, "fan.study", "off", "automation");
        }
      }
    });
    const deviceClassOf = (entityId: string): string | null =>
      entityId === "sensor.temperature" ? "temperature" : null;
    const [title = "", ...others] = found(events, { deviceClassOf });
    expect(title).to.match(
      /^Turn on fan\.study when binary_sensor\.motion turns on, while sensor\.temperature is above 24(\.\d)?$/,
    );
    expect(others).to.deep.equal([]);
  });

  it("trigger on a measurement that crosses a threshold", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      const dark = 16 + random() * 4;
      for (let hour = 8; hour < 23; hour += 0.25) {
        const lux = hour < dark ? 300 + Math.floor(random() * 400) : 5 + Math.floor(random() * 20);
        write(hour, "sensor.illuminance", String(lux));
      }
      const crossed = Math.ceil(dark * 4) / 4;
      write(crossed + 40 * SECONDS, "light.desk", "on", "manual");
      write(23.5, "light.desk", "off", "automation");
    });
    const [title = ""] = found(events, { deviceClassOf: () => "illuminance" });
    expect(title).to.match(/^Turn on light\.desk when sensor\.illuminance falls below \d+( for 5 minutes)?$/, title);
  });

  it("trigger on daylight measured outside, in an area with its own lamps", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      const dark = 16 + random() * 4;
      for (let hour = 8; hour < 23; hour += 0.25) {
        const lux = hour < dark ? 300 + Math.floor(random() * 400) : 5 + Math.floor(random() * 20);
        write(hour, "sensor.terrace_illuminance", String(lux));
      }
      write(Math.ceil(dark * 4) / 4 + (10 + random() * 60) * SECONDS, "light.study_desk", "on", "manual");
      write(23.5, "light.study_desk", "off", "automation");
      write(23.7, "light.terrace_wall", random() < 0.5 ? "on" : "off", "automation");
    });
    const areaOf = (entityId: string): string => /\.([a-z]+)/.exec(entityId)?.[1] ?? "";
    const [title = ""] = found(events, { deviceClassOf: () => "illuminance", areaOf });
    expect(title).to.match(/^Turn on light\.study_desk when sensor\.terrace_illuminance falls below \d+/, title);
  });

  describe("based on the power of an appliance", () => {
    const deviceClassOf = (entityId: string): string | null => (entityId.startsWith("sensor.") ? "power" : null);
    const washing = (turnedOff: (done: number, random: () => number) => number): readonly Event[] =>
      days("2023-01-15", 90, (write, random) => {
        const started = 8 + random() * 10;
        write(started, "switch.washer", "on", "manual");
        for (let minute = 1; minute < 60; minute++)
          write(started + minute * MINUTES, "sensor.washer_power", (30 + random() * 2_000).toFixed(1));
        const done = started + 1;
        const off = turnedOff(done, random);
        if (off > done) write(done, "sensor.washer_power", (1 + random() * 2).toFixed(1));
        write(off, "switch.washer", "off", "manual");
        write(Math.max(off, done) + 2 * SECONDS, "sensor.washer_power", "0.0");
      });

    it("turn it off when it has finished, at a threshold far below its working power", () => {
      const [title = "", ...others] = found(
        washing((done, random) => done + (20 + random() * 120) * SECONDS),
        { deviceClassOf },
      );
      const threshold = Number(
        /^Turn off switch\.washer when sensor\.washer_power falls below ([\d.]+)$/.exec(title)?.[1],
      );
      expect(threshold, title).to.be.within(2, 32);
      expect(others).to.deep.equal([]);
    });

    it("do not result from turning it off", () => {
      const events = washing((done, random) => done - 0.9 * random());
      expect(found(events, { deviceClassOf })).to.deep.equal([]);
    });
  });

  it("wait for the last person to leave", () => {
    const events = days("2023-01-15", 90, (write, random, day) => {
      const isWorkday = weekdayOf(day) < 5;
      const [first, second] = [8 + random(), 9.5 + random() * 3];
      write(first, "person.anna", "not_home");
      if (isWorkday) {
        write(second, "person.ben", "not_home");
        write(second + (20 + random() * 40) * SECONDS, "light.hall", "off", "manual");
        write(17 + random(), "person.ben", "home");
      }
      write(18 + random(), "person.anna", "home");
      write(19.5, "light.hall", "on", "automation");
    });
    const titles = found(events);
    expect(titles).to.have.length(1);
    expect(titles[0]).to.match(
      /^Turn off light\.hall when (someone leaves home, with nobody home|person\.ben leaves home)/,
    );
  });

  it("wait for the first of two to come home", () => {
    const events = days("2023-01-15", 90, (write, random) => {
      const people = random() < 0.5 ? ["person.anna", "person.ben"] : ["person.ben", "person.anna"];
      const back = 15 + random() * 4;
      write(back - 0.2 - random() * 4, "light.hall", "on", "automation");
      write(back - 0.1, "light.hall", "off", "automation");
      for (const [index, person] of people.entries()) {
        write(8 + random(), person, "not_home");
        write(back + index * (0.5 + random()), person, "home");
      }
      write(back + (20 + random() * 60) * SECONDS, "light.hall", "on", "manual");
      write(back + 10 * MINUTES, "light.hall", "off", "automation");
    });
    expect(found(events)).to.deep.equal(["Turn on light.hall when someone comes home, while someone is still away"]);
  });

  it("use one form for entities operated in one gesture", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      for (const visit of [8, 14, 20]) {
        const pressed = visit + random();
        write(pressed, "event.button", "press");
        const reached = pressed + (5 + random() * 20) * SECONDS;
        write(reached, "light.corner", "on", "manual");
        write(reached + random() * SECONDS, "light.sofa", "on", "manual");
        write(pressed + 1, "light.corner", "off", "automation");
        write(pressed + 1, "light.sofa", "off", "automation");
      }
    });
    expect(found(events)).to.deep.equal(['Turn on light.corner and light.sofa when event.button reports "press"']);
  });

  for (const { types, expected } of [
    { types: ["initial_press", "short_release"], expected: "short release" },
    { types: ["btn_down", "btn_up", "single_push"], expected: "single push" },
    { types: ["initial_press", "short_release", "multi_press_1"], expected: "pressed once" },
    { types: ["initial_press", "long_press", "repeat", "long_release"], expected: "long press" },
    { types: ["press_start", "press_end", "multi_press_end"], expected: "multi_press_end" },
    { types: ["press_start", "multi_press_ongoing", "press_end", "multi_press_end"], expected: "multi_press_end" },
    { types: ["press", "press_release"], expected: "press_release" },
    { types: ["btn_down", "btn_up", "btn_down", "btn_up", "double_push"], expected: "double push" },
    { types: ["btn_down"], expected: "button down" },
  ])
    it(`are started by a finished press: ${types.join(", ")}`, () => {
      const events = days("2023-01-15", 60, (write, random) => {
        for (const hour of [7, 19]) {
          const pressed = hour + random();
          for (const [index, type] of types.entries()) write(pressed + index * 0.25 * SECONDS, "event.button", type);
          write(pressed + (5 + random() * 40) * SECONDS, "light.sofa", "on", "manual");
          write(pressed + 1, "light.sofa", "off", "automation");
        }
      });
      expect(found(events)).to.deep.equal([`Turn on light.sofa when event.button reports "${expected}"`]);
    });
});
