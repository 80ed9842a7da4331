import { ARCHIVE_HOME, archiveHome, type BindHome } from "../model/archive-home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";

export const createHomeBinding =
  (kept: KeyValueStore): BindHome =>
  async (ids) => {
    const known = await kept.get(ARCHIVE_HOME, archiveHome);
    const knownIds = known?.kind === "home_assistant" ? known.ids : [];
    if (known !== undefined && !ids.some((id) => knownIds.includes(id))) return false;
    // Users and integrations come and go: the ids of the last connection replace those of earlier ones.
    const current = [...new Set(ids)].toSorted();
    if (current.length > 0 && current.join() !== knownIds.join())
      await kept.set(ARCHIVE_HOME, { kind: "home_assistant", ids: current });
    return true;
  };
