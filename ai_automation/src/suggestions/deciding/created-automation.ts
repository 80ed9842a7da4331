import { referencedEntities } from "../../automation/referenced-entities.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HomeSnapshot, Looks } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { actedOn } from "../current-targets.ts";
import { distinctAlias } from "../words/alias.ts";
import { phrasesOf } from "../words/languages.ts";

/**
 * The automation as it is created in the home: its name is the only one of its kind there, and the description says
 * where it comes from, unless somebody wrote their own. `page` is the address of the panel, if known.
 */
export function automationToCreate(
  suggestion: Suggestion,
  { info, automations }: Pick<HomeSnapshot, "info" | "automations">,
  page: string | null,
): AutomationConfig {
  const { automation, haAutomationId } = suggestion;
  const others = automations.filter(({ id }) => id !== haAutomationId).map(({ name }) => name);
  const isOwnText = [undefined, "", suggestion.description].includes(automation.description);
  return {
    ...automation,
    alias: distinctAlias(automation.alias, others),
    ...(isOwnText ? { description: originText(suggestion, info, placeOf(suggestion, page)) } : {}),
  };
}

/** How it is shown in the home's lists. `label` is an existing label of the home, or null. */
export function looksOf(
  suggestion: Suggestion,
  { entities, automations }: Pick<HomeSnapshot, "entities" | "automations">,
  label: string | null,
): Looks {
  const targets = actedOn(suggestion);
  const areas = new Set(targets.map(({ entityId }) => entities.get(entityId)?.areaId ?? null));
  const [areaId = null] = areas;
  const isInArea = (entityId: string): boolean =>
    targets.some((target) => target.entityId === entityId) ||
    (areaId !== null && entities.get(entityId)?.areaId === areaId);
  return {
    label,
    areaId: areas.size === 1 ? areaId : null,
    icon: iconOf(suggestion, targets[0]?.entityId ?? ""),
    similar: automations
      .filter(({ id, config }) => id !== suggestion.haAutomationId && referencedEntities(config).some(isInArea))
      .map(({ entityId }) => entityId),
  };
}

/** The card of the automation in the panel, within Home Assistant's page of the app or on a port of its own. */
function placeOf({ haAutomationId }: Suggestion, page: string | null): string | null {
  if (page === null || haAutomationId === null) return page;
  return `${page.replace(/\/$/, "")}${page.startsWith("/") ? "" : "/#"}/active/${haAutomationId}`;
}

function originText(suggestion: Suggestion, info: HomeSnapshot["info"], page: string | null): string {
  const { made, locale } = phrasesOf(info.language);
  const { tp, fp } = suggestion.replay;
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: info.zone });
  const date = format.format(new Date(suggestion.createdAt));
  const isTested = suggestion.evidence.actions.length > 0 && tp + fp > 0;
  const origin = isTested ? made.tested(date, tp, tp + fp) : made.untested(date);
  // Home Assistant renders descriptions as Markdown.
  return `${origin} ${made.undo(page === null ? made.there : `[${made.there}](${page})`)}`;
}

/** Names of Material Design Icons, which Home Assistant includes. */
const ICONS: Readonly<Record<string, string>> = {
  climate: "mdi:thermostat-auto",
  cover: "mdi:window-shutter-auto",
  fan: "mdi:fan-auto",
  humidifier: "mdi:air-humidifier",
  light: "mdi:lightbulb-auto",
  lock: "mdi:lock-clock",
  media_player: "mdi:play-circle",
  scene: "mdi:palette",
  script: "mdi:script-text",
  valve: "mdi:valve",
  water_heater: "mdi:water-boiler",
};

const iconOf = ({ patternType }: Suggestion, entityId: string): string =>
  patternType === "anomaly" ? "mdi:bell-ring" : (ICONS[domainOf(entityId)] ?? "mdi:toggle-switch");
