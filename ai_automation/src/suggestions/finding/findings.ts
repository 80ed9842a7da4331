import type { Mined } from "../../habits/mine.ts";
import type { World } from "../../replay/world.ts";
import type { Findings } from "../miner.ts";
import type { Names } from "../words/names.ts";
import { draftSuggestions } from "./drafts.ts";
import { reportNearMiss, reportObstacle, reportWithheld } from "./reasons.ts";
import { reportSelfActing } from "./report-self-acting.ts";

/** Rarer ones are left out. */
const MOST_SELF_ACTING = 40;

export function reportFindings(mined: Mined, world: World, names: Names): Findings {
  return {
    drafts: draftSuggestions(mined, world, names),
    nearMisses: [
      ...mined.nearMisses.map((near) => reportNearMiss(near, names)),
      ...mined.withheld.map((one) => reportWithheld(one, names)),
    ],
    selfActing: mined.selfActing.slice(0, MOST_SELF_ACTING).map((one) => reportSelfActing(one, names)),
    obstacle: mined.obstacle === null ? null : reportObstacle(mined.obstacle, names.language),
    unusual: mined.unusual,
  };
}
