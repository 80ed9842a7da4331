import { createdAutomations } from "../../src/demo/created-automations.ts";
import { familyIn } from "../../src/demo/family.ts";
import { RESIDENTS } from "../../src/demo/household.ts";
import { levelsWith } from "../../src/demo/level-habits.ts";
import { createPlantedHome } from "../../src/demo/planted-home.ts";
import { homeWordsOf, type HomeLanguage } from "../../src/demo/words/words.ts";
import { createFrameBuilder } from "../../src/history/frame/frame.ts";
import { contextOf } from "../../src/model/cause.ts";
import { createClock } from "../../src/model/clock.ts";
import { isNumericLevel } from "../../src/model/level.ts";
import { HOUR } from "../../src/model/time.ts";
import { findSuggestions } from "../../src/suggestions/finding/find-suggestions.ts";
import type { Findings } from "../../src/suggestions/miner.ts";

const DAYS = 60;
const clock = createClock("Europe/Amsterdam");
const location = { latitude: 52.37, longitude: 4.89 };

/** The findings of the simulated family's first analysis on a local day, as when the service is started at noon. */
export function foundInFamily(day: number, language: HomeLanguage): Findings {
  const words = homeWordsOf(language);
  const scenario = familyIn(words);
  const info = { ...location, name: words.home, version: "2026.7.0", zone: "Europe/Amsterdam", language };
  const firstDay = day - DAYS;
  const createdAt = clock.instantOf(firstDay + DAYS / 2, 12 * HOUR);
  const created = createdAutomations(info, scenario.entities);
  const running = created.map(({ entityId, config }) => ({ entityId, config, from: createdAt, to: Infinity }));
  const home = createPlantedHome({ seed: 1, clock, location, scenario, noise: 0.08, firstDay, days: DAYS });
  const now = clock.instantOf(day, 12 * HOUR);
  const changes = Array.from({ length: DAYS + 1 }, (_, index) => home.changesOfDay(firstDay + index, running))
    .flat()
    .filter(({ at }) => at < now);
  const builder = createFrameBuilder({ clock, location });
  for (const { at, entityId, state, cause } of changes)
    builder.add(at, builder.entity(entityId), builder.state(state), contextOf(cause));
  for (const { at, entityId, levels } of levelsWith(changes, 1))
    for (const [kind, value] of Object.entries(levels))
      if (isNumericLevel(kind) && typeof value === "number")
        builder.levels.add(at, builder.entity(entityId), kind, value);
  return findSuggestions(
    builder.finish(),
    {
      info,
      entities: scenario.entities,
      automations: [
        ...home.automations,
        ...created.map(({ id, entityId, config }) => ({ id, entityId, config, name: config.alias, isOn: true })),
      ],
      persons: RESIDENTS,
      contradicted: [],
      phones: [],
    },
    () => undefined,
  );
}
