import {
  mdiAirHumidifier,
  mdiAlertCircleOutline,
  mdiArrowLeft,
  mdiBell,
  mdiBullhorn,
  mdiCast,
  mdiCheck,
  mdiClockOutline,
  mdiClose,
  mdiEyeOutline,
  mdiFan,
  mdiLightbulb,
  mdiLock,
  mdiMagnify,
  mdiMenu,
  mdiPalette,
  mdiPlay,
  mdiRobot,
  mdiRobotMower,
  mdiRobotVacuum,
  mdiScriptText,
  mdiThermostat,
  mdiThumbDownOutline,
  mdiToggleSwitchVariant,
  mdiValve,
  mdiWaterBoiler,
  mdiWindowShutter,
} from "@mdi/js";
import { html, type TemplateResult } from "lit";

const ICONS = {
  alert: mdiAlertCircleOutline,
  back: mdiArrowLeft,
  check: mdiCheck,
  close: mdiClose,
  later: mdiClockOutline,
  menu: mdiMenu,
  never: mdiThumbDownOutline,
  search: mdiMagnify,
  try: mdiPlay,
  watch: mdiEyeOutline,
} as const;

/** The icons that Home Assistant shows for these domains. */
const BY_DOMAIN: ReadonlyMap<string, string> = new Map([
  ["climate", mdiThermostat],
  ["cover", mdiWindowShutter],
  ["fan", mdiFan],
  ["humidifier", mdiAirHumidifier],
  ["input_boolean", mdiToggleSwitchVariant],
  ["lawn_mower", mdiRobotMower],
  ["light", mdiLightbulb],
  ["lock", mdiLock],
  ["media_player", mdiCast],
  ["notify", mdiBell],
  ["persistent_notification", mdiBell],
  ["scene", mdiPalette],
  ["script", mdiScriptText],
  ["siren", mdiBullhorn],
  ["switch", mdiToggleSwitchVariant],
  ["vacuum", mdiRobotVacuum],
  ["valve", mdiValve],
  ["water_heater", mdiWaterBoiler],
]);

/** Decoration: what it means is said by a text or label beside it. */
export const icon = (name: keyof typeof ICONS): TemplateResult => drawn(ICONS[name]);

export const domainIcon = (domain: string): TemplateResult => drawn(BY_DOMAIN.get(domain) ?? mdiRobot);

const drawn = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
