import { idsNamedIn, renamedConfig } from "../automation/edit/renamed.ts";
import type { AutomationConfig } from "../model/automation.ts";

/** The port to the ids that entities had before. */
export interface Renames {
  /** The ids now of the entity that once had an id, the one that is shown last; itself if it was never renamed. */
  readonly currentIds: (entityId: string) => readonly string[];
}

/** The config as it would be with the current ids: Home Assistant leaves the old ones in automations. */
export function withCurrentIds(config: AutomationConfig, { currentIds }: Renames): AutomationConfig {
  const ids = new Map([...idsNamedIn(config)].map((id) => [id, currentIds(id).at(-1) ?? id]));
  return renamedConfig(config, new Map([...ids].filter(([from, to]) => from !== to)));
}
