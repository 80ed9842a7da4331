import { boundsIn, withBounds, type Bounds } from "../../automation/edit/thresholds.ts";
import { readConfig } from "../../automation/read/config.ts";
import { conversion } from "../../history/units/convert-unit.ts";
import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { isFix, originOf, type Suggestion, type SuggestionDraft, type UnitOfFix } from "../../model/suggestion.ts";
import { unitAt, type UnitSince } from "../../model/unit.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { UnitHistory } from "../history-ports.ts";
import type { SuggestionStore } from "../ports.ts";
import { phrasesOf } from "../words/languages.ts";
import { namesIn, type Names } from "../words/names.ts";
import { configFixDraft } from "./config-fix-draft.ts";
import { offerConfigFix, pendingFixOf } from "./offer-config-fix.ts";

/** Fixes for automations of the app whose thresholds are in a unit that the sensor no longer has. */
export interface UnitFixes {
  readonly offer: () => Promise<void>;
}

export function createUnitFixes(parts: {
  readonly access: Pick<SuggestionAccess, "changed">;
  readonly store: Pick<SuggestionStore, "byAutomation" | "offer" | "refresh" | "withdraw">;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly units: UnitHistory;
  readonly log: Log;
}): UnitFixes {
  const { store, snapshot, units } = parts;

  const review = async (automation: HomeAutomation, home: HomeSnapshot, changed: ChangedUnits): Promise<void> => {
    const config = readConfig(automation.config);
    if (automation.id === null || config === undefined) return;
    const suggestions = await store.byAutomation(automation.id);
    const pending = pendingFixOf(automation.id, suggestions);
    // The fix of a rename comes first: this one is offered once that is decided on.
    if (pending?.fix?.renames !== undefined) return;
    const converted = convertedConfig(config, suggestions, changed);
    const origin = originOf(automation, suggestions);
    if (converted === undefined || origin === undefined) {
      if (pending?.fix?.units !== undefined) await store.withdraw(pending.id);
      return;
    }
    const draft = draftOf({ ...converted, automationId: automation.id, config, origin, names: namesIn(home) });
    await offerConfigFix(draft, "units", suggestions, parts);
  };

  return {
    offer: async () => {
      const home = snapshot();
      if (home === undefined) return;
      const changed = await units.changed();
      for (const automation of home.automations) await review(automation, home, changed);
    },
  };
}

type ChangedUnits = Awaited<ReturnType<UnitHistory["changed"]>>;

interface Converted {
  readonly automation: AutomationConfig;
  readonly units: readonly UnitOfFix[];
}

/**
 * Bounds that are still as they were created, in the unit that the sensor has now; undefined if all of them are already.
 * Thresholds that people have changed since stay as they are.
 */
function convertedConfig(
  config: AutomationConfig,
  suggestions: readonly Suggestion[],
  changed: ChangedUnits,
): Converted | undefined {
  const created = createdBounds(suggestions);
  const found: UnitOfFix[] = [];
  const automation = withBounds(config, (bounds) => {
    const units = changed.get(bounds.entityId);
    const since = created.findLast((one) => isSame(one.bounds, bounds))?.at;
    const unit = units === undefined || since === undefined ? null : unitOfFix(bounds, units, since);
    if (unit === null) return undefined;
    found.push(unit);
    return { entityId: bounds.entityId, above: unit.above.after, below: unit.below.after };
  });
  return found.length === 0 ? undefined : { automation, units: found };
}

/**
 * Bounds that the app wrote, and when, in milliseconds UTC. Those that a fix wrote come last, since the suggestion that created
 * the automation takes over the config of each fix.
 */
function createdBounds(
  suggestions: readonly Suggestion[],
): readonly { readonly bounds: Bounds; readonly at: number }[] {
  return (
    suggestions
      .filter(({ status, deployedAt }) => status === "deployed" && deployedAt !== null)
      // A config that somebody edited may be newer than the automation.
      .filter((one) => isFix(one) || !one.isModified)
      .map(({ automation, fix, deployedAt }) => ({
        at: Date.parse(deployedAt ?? ""),
        order: fix === undefined || fix === null ? 0 : 1,
        before: fix === undefined || fix === null ? [] : boundsIn(fix.configBefore),
        after: boundsIn(automation),
      }))
      .sort((a, b) => a.order - b.order || a.at - b.at)
      .flatMap(({ at, before, after }) =>
        after.filter((bounds) => !before.some((earlier) => isSame(earlier, bounds))).map((bounds) => ({ bounds, at })),
      )
  );
}

const isSame = (a: Bounds, b: Bounds): boolean =>
  a.entityId === b.entityId && a.above === b.above && a.below === b.below;

/** Significant digits of a threshold. */
const DIGITS = 4;

function unitOfFix({ entityId, above, below }: Bounds, units: readonly UnitSince[], at: number): UnitOfFix | null {
  const [from, to] = [unitAt(units, at), units.at(-1)?.unit];
  if (from === undefined || to === undefined || from === to) return null;
  const convert = conversion(from, to);
  if (convert === undefined) return null;
  const converted = (value: number | null) => ({
    before: value,
    after: value === null ? null : Number(convert(value).toPrecision(DIGITS)),
  });
  return { entityId, from, to, above: converted(above), below: converted(below) };
}

function draftOf(
  parts: Converted & {
    readonly automationId: string;
    readonly config: AutomationConfig;
    readonly origin: Suggestion;
    readonly names: Names;
  },
): SuggestionDraft {
  const { automation, units, automationId, config, origin, names } = parts;
  const { before, after, ...words } = unitWords(units, config.alias, names);
  return configFixDraft({
    automation,
    words,
    fix: { automationId, configBefore: config, before, after, units },
    origin,
  });
}

/** Title and description of the fix of an automation, and its thresholds before and after. */
export function unitWords(
  units: readonly UnitOfFix[],
  alias: string,
  { nameOf, language }: Pick<Names, "nameOf" | "language">,
): Pick<SuggestionDraft, "title" | "description"> & { readonly before: string; readonly after: string } {
  const { fix } = phrasesOf(language);
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 10, useGrouping: false });
  const listed = (side: "before" | "after", unit: "from" | "to"): string =>
    units
      .flatMap((one) => [one.above[side], one.below[side]].map((value) => ({ value, unit: shown(one[unit]) })))
      .flatMap(({ value, unit: name }) => (value === null ? [] : [`${number.format(value)} ${name}`]))
      .join(", ");
  const entities = new Map(units.map((one) => [one.entityId, one]));
  const names = [...entities.keys()].map(nameOf).join(", ");
  return {
    title: `${alias}: ${fix.unitChanged(names)}`,
    description: [...entities.values()]
      .map(({ entityId, from, to }) => fix.unitEvidence(nameOf(entityId), shown(from), shown(to)))
      .join(" "),
    before: listed("before", "from"),
    after: listed("after", "to"),
  };
}

/** Without the mark of differences. */
const shown = (unit: string): string => unit.replace(/^\u0394/, "");
