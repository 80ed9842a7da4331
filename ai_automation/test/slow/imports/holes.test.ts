import { expect } from "chai";
import { frameOf, type HomeRow } from "../../../src/evaluation/quality/home-recording.ts";
import { plantRecording } from "../../../src/evaluation/quality/planted-frame.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { DAY } from "../../../src/model/time.ts";
import { mineRecording } from "../../../src/suggestions/finding/mine-recording.ts";

/** Whole weeks, so that weekdays stay. */
const HOLE = 52 * 7 * DAY;
const DAYS = 60;
/** Without a clock change in the days on either side. */
const FIRST_DAY = parseDay("2024-05-06") ?? 0;

describe("an old history, a hole of a year, and today's", () => {
  for (const seed of [1, 2, 3])
    it(`suggest the same as without the hole (home ${seed})`, () => {
      const { recording } = plantRecording({ seed, days: DAYS, firstDay: FIRST_DAY, adherence: 0.9 });
      const resumed = recording.clock.instantOf(FIRST_DAY + DAYS / 2, 0);
      const shift = (row: HomeRow): HomeRow => (row.at < resumed ? { ...row, at: row.at - HOLE } : row);
      const found = (rows: readonly HomeRow[]): readonly string[] =>
        mineRecording(frameOf({ ...recording, rows }))
          .map(({ automation, replay }) => withoutTimes(JSON.stringify([automation, replay.savedPerWeek])))
          .sort();
      const [whole, withHole] = [found(recording.rows), found(recording.rows.map(shift))];
      expect(whole).to.have.length.above(10);
      expect(withHole).to.have.length(whole.length);
      expect(withHole.filter(isWithoutSun)).to.deep.equal(whole.filter(isWithoutSun));
    });
});

/** What is done across the border of the hole is not seen. */
const withoutTimes = (text: string): string => text.replace(/yourself \d+ times/, "yourself");

/** A year of whole weeks is two days shorter than this leap year: the sun of the moved days is minutes off. */
const isWithoutSun = (automation: string): boolean => !/"(trigger|condition)":"sun"/.test(automation);
