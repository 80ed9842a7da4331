/**
 * What a name tells where the home does not say what a thing is: relays and templates often have no device class. In the
 * panel's languages; rather a habit too few than heat, water or a door that moves while nobody looks.
 */

/** Home Assistant's device class of a cover that lets people in, by its name; null where the name tells of none. */
export function entranceIn(name: string): "garage" | "gate" | "door" | null {
  const words = plain(name);
  return SHADES.test(words) ? null : (ENTRANCES.find(([pattern]) => pattern.test(words))?.[1] ?? null);
}

/** Whether a name is of heat, gas or water that runs, of a lock or an opener, or of an alarm. */
export const soundsRisky = (name: string): boolean => RISKS.some((pattern) => pattern.test(plain(name)));

/** In lower case without accents, a space around each word. */
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
/** What regulates itself, as a boiler does, is none. */
const HEAT =
  /heater|heating|radiator|stove|cooktop|burner|fireplace| ovens? | iron |heizung|heizlu|heizstrahl| (?:back|elektro)?ofen | herd |verwarming|kachel|fornuis|chauffage|radiateur|calefac|radiador|estufa| horno /;
const WATER_AND_GAS = /valve|ventil(?!a|o)|ventiel| gas |kraan| vanne |robinet|valvula|grifo/;
const ALARMS = /alarm(?! ?clock)|siren/;

const RISKS = [LOCKS, HEAT, WATER_AND_GAS, ALARMS];
