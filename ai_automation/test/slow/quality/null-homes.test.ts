import { expect } from "chai";
import { NULL_KINDS, nullOf, variedSettings } from "../../../src/evaluation/quality/null-quality.ts";
import {
  plantHistory,
  type PlantedHistory,
  type PlantedSettings,
} from "../../../src/evaluation/quality/planted-frame.ts";
import { mineRecording } from "../../../src/suggestions/finding/mine-recording.ts";

const HOMES = 20;
/** Allows one false suggestion in twenty homes. */
const MOST_WITH_ANY = 1;

describe("mining homes without habits", () => {
  let homes: readonly { readonly settings: PlantedSettings; readonly real: PlantedHistory }[] = [];
  before(() => {
    homes = Array.from({ length: HOMES }, (_, index) => {
      const settings = { ...variedSettings(index + 1), days: 30 };
      return { settings, real: plantHistory(settings) };
    });
  });

  for (const kind of NULL_KINDS)
    it(`suggests nothing, within the error rate (${kind})`, () => {
      const titles = homes.map(({ settings, real }) =>
        mineRecording(nullOf(kind, settings, real)).map(({ title }) => title),
      );
      const withAny = titles.filter((found) => found.length > 0);
      expect(withAny.length, JSON.stringify(withAny)).to.be.at.most(MOST_WITH_ANY);
    });
});
