import { idsNamedIn, renamedConfig } from "../../automation/edit/renamed.ts";
import { isSameConfig, readConfig } from "../../automation/read/config.ts";
import { riskyIn } from "../../automation/risk.ts";
import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { originOf, type Suggestion, type SuggestionDraft } from "../../model/suggestion.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { SuggestionStore } from "../ports.ts";
import type { Renames } from "../renames.ts";
import { phrasesOf } from "../words/languages.ts";
import { namesIn, type Names } from "../words/names.ts";
import { configFixDraft } from "./config-fix-draft.ts";
import { offerConfigFix, pendingFixOf } from "./offer-config-fix.ts";

/** Fixes for automations that name an entity by an id that it no longer has. */
export interface RenameFixes {
  /** `moved`: ids that changed just now, even if another entity has them since. */
  offer(moved?: ReadonlySet<string>): Promise<void>;
}

export function createRenameFixes(parts: {
  readonly access: Pick<SuggestionAccess, "changed">;
  readonly store: Pick<SuggestionStore, "byAutomation" | "offer" | "refresh" | "withdraw">;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly renames: Renames;
  readonly log: Log;
}): RenameFixes {
  const { store, snapshot, renames } = parts;
  /** Moves from before the home was read. */
  let waiting: ReadonlySet<string> = new Set();

  const review = async (automation: HomeAutomation, home: HomeSnapshot, moved: ReadonlySet<string>): Promise<void> => {
    const config = readConfig(automation.config);
    if (automation.id === null || config === undefined) return;
    const ids = outdatedIds(config, home, renames, moved);
    const suggestions = await store.byAutomation(automation.id);
    const pending = pendingFixOf(automation.id, suggestions);
    if (ids.size === 0) {
      if (pending !== undefined && isOutdatedRename(pending, config)) await store.withdraw(pending.id);
      return;
    }
    const origin = originOf(automation, suggestions);
    if (origin === undefined && riskyIn(renamedConfig(config, ids), home) !== undefined) return;
    const draft = draftOf({ automationId: automation.id, config, ids, home, origin });
    await offerConfigFix(draft, "renames", suggestions, parts);
  };

  return {
    offer: async (moved = new Set()) => {
      const home = snapshot();
      waiting = new Set([...waiting, ...moved]);
      if (home === undefined) return;
      const now = waiting;
      waiting = new Set();
      for (const automation of home.automations) await review(automation, home, now);
    },
  };
}

/** The ids that a config should no longer name, and those that replace them. */
function outdatedIds(
  config: AutomationConfig,
  { entities }: HomeSnapshot,
  { currentIds }: Renames,
  moved: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const id of idsNamedIn(config)) {
    const current = currentIds(id).at(-1) ?? id;
    if (current !== id && entities.has(current) && (moved.has(id) || !entities.has(id))) ids.set(id, current);
  }
  return ids;
}

/** Whether the automation was changed since, so that the fix would no longer be one. */
const isOutdatedRename = ({ fix }: Suggestion, config: AutomationConfig): boolean =>
  fix?.renames !== undefined && !isSameConfig(config, fix.configBefore);

function draftOf(parts: {
  readonly automationId: string;
  readonly config: AutomationConfig;
  readonly ids: ReadonlyMap<string, string>;
  readonly home: HomeSnapshot;
  readonly origin: Suggestion | undefined;
}): SuggestionDraft {
  const { automationId, config, ids, home, origin } = parts;
  const automation = renamedConfig(config, ids);
  return configFixDraft({
    automation,
    words: renameWords([...ids.values()], config.alias, namesIn(home)),
    fix: {
      automationId,
      configBefore: config,
      before: listed([...ids.keys()]),
      after: listed([...ids.values()]),
      renames: [...ids].map(([from, to]) => ({ from, to })),
    },
    origin,
  });
}

/** Title and description of the fix of an automation, from the new ids of its entities. */
export function renameWords(
  ids: readonly string[],
  alias: string,
  { nameOf, language }: Pick<Names, "nameOf" | "language">,
): Pick<SuggestionDraft, "title" | "description"> {
  const { fix } = phrasesOf(language);
  const names = listed([...new Set(ids.map(nameOf))]);
  return { title: `${alias}: ${fix.renamed(names)}`, description: fix.renameEvidence(names) };
}

const MAX_LISTED = 3;

const listed = (texts: readonly string[]): string =>
  texts.length <= MAX_LISTED
    ? texts.join(", ")
    : `${texts.slice(0, MAX_LISTED).join(", ")} +${texts.length - MAX_LISTED}`;
