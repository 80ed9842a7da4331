import type { AutomationConfig } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { aliasOf } from "./alias.ts";
import { namesIn, type Names } from "./names.ts";
import { titleOfConfig } from "./title-of-config.ts";

/** An edited automation with its title. If its name was made here, it is named after what it does now. */
export function renamedAfterEdit(
  before: AutomationConfig,
  after: AutomationConfig,
  home: HomeSnapshot | undefined,
): { readonly automation: AutomationConfig; readonly title: string } {
  if (home === undefined) return { automation: after, title: after.alias };
  const names = namesIn(home);
  const isOwnName = after.alias === before.alias && before.alias === aliasOf(before, names);
  const automation = isOwnName ? { ...after, alias: aliasOf(after, names) ?? after.alias } : after;
  return { automation, title: titleOfEdited(automation, names) };
}

/** A sentence, or the name that somebody gave it. */
export const titleOfEdited = (automation: AutomationConfig, names: Names): string =>
  automation.alias === aliasOf(automation, names)
    ? (titleOfConfig(automation, names) ?? automation.alias)
    : automation.alias;
