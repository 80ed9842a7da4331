import { catalogueOf } from "./catalogues.ts";
import { fillOf } from "./fill.ts";

/** Stands in for an entity's name in shared text. */
export type Kind =
  | "light"
  | "switch"
  | "fan"
  | "player"
  | "thermostat"
  | "cover"
  | "door"
  | "window"
  | "lock"
  | "humidifier"
  | "helper"
  | "person"
  | "button"
  | "scene"
  | "script"
  | "motion"
  | "brightness"
  | "temperature"
  | "humidity"
  | "power"
  | "sensor"
  | "thing";

/** The text of a shared suggestion in one language. */
export interface ShareWords {
  /** The name of one thing of a kind, and of several, in the form in which `Phrases` take a name. */
  readonly one: (kind: Kind) => string;
  readonly many: (kind: Kind) => string;
  /** The target mentioned again, and another device of its kind. */
  readonly same: (kind: string) => string;
  readonly other: (kind: string) => string;
  /** For automations that no sentence covers. */
  readonly fallback: string;
  /** `perWeek` is formatted; `count` is the same number, for the plural rules. */
  readonly saves: (perWeek: string, count: number) => string;
  readonly alerts: (perWeek: string, count: number) => string;
  readonly right: (right: number, of: number) => string;
  readonly credit: string;
}

/** Falls back to English. */
export function shareWordsOf(language: string): ShareWords {
  const catalogue = catalogueOf(language);
  const { share } = catalogue;
  const fill = fillOf(catalogue);
  return {
    one: (kind) => share.kinds[kind][0] ?? "",
    many: (kind) => share.kinds[kind][1] ?? "",
    same: (kind) => fill(share.same, { kind }),
    other: (kind) => fill(share.other, { kind }),
    fallback: share.fallback,
    saves: (perWeek, count) => fill(share.saves, { perWeek, count }),
    alerts: (perWeek, count) => fill(share.alerts, { perWeek, count }),
    right: (right, of) => fill(share.right, { right, of }),
    credit: share.credit,
  };
}
