/**
 * Risk by name, for entities without a device class, as relays and templates often are. In the panel's languages. Errs
 * on the safe side: missing a habit is better than unattended heat, water or a moving door.
 */

/** The cover device class that a name suggests, or null if it suggests no entrance. */
export function entranceIn(name: string): "garage" | "gate" | "door" | null {
  const words = plain(name);
  return SHADES.test(words) ? null : (ENTRANCES.find(([pattern]) => pattern.test(words))?.[1] ?? null);
}

/** Whether a name suggests heat, gas or water, a lock or an opener, or an alarm. */
export const soundsRisky = (name: string): boolean => RISKS.some((pattern) => pattern.test(plain(name)));

/** Lower case without accents, each word surrounded by spaces. */
function plain(name: string): string {
  const letters = name
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();
  return ` ${letters.replaceAll(/[^a-z0-9]+/g, " ")} `;
}

const ENTRANCES = [
  [/garage|garaje/, "garage"],
  [/ gate | (?:hof|einfahrts?|garten)?tor | \w*poort | portail | porton /, "gate"],
  [/ doors? | (?:haus|keller|garten|eingangs)?tue?r | \w*deur | porte | puerta /, "door"],
] as const;

const SHADES =
  /blind|curtain|shutter|shade|awning|rollo|rol+ad|jalousie|vorhang|markise|gordijn|volet|rideau|store|persiana|cortina|toldo/;

const LOCKS =
  / (?:dead|un)?lock | deadbolt |schloss| slot |serrure|cerradura|opener|offner|oeffner|garage ?door|garage(?:ntor|deur)| gate |portail|porton/;
/** Self-regulating devices such as boilers are excluded. */
const HEAT =
  /heater|heating|radiator|stove|cooktop|burner|fireplace| ovens? | iron |heizung|heizlu|heizstrahl| (?:back|elektro)?ofen | herd |verwarming|kachel|fornuis|chauffage|radiateur|calefac|radiador|estufa| horno /;
const WATER_AND_GAS = /valve|ventil(?!a|o)|ventiel| gas |kraan| vanne |robinet|valvula|grifo/;
const ALARMS = /alarm(?! ?clock)|siren/;

const RISKS = [LOCKS, HEAT, WATER_AND_GAS, ALARMS];
