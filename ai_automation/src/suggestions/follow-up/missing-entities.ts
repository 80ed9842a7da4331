import type { HomeAutomation } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { entitiesNamedBy } from "../editing/named-entities.ts";

/** The entities that an automation names and the home no longer has, as far as the replay reads it. */
export function missingFrom({ config }: HomeAutomation, home: HomeSnapshot | undefined): readonly string[] {
  return home === undefined ? [] : entitiesNamedBy(config).filter((entityId) => !home.entities.has(entityId));
}
