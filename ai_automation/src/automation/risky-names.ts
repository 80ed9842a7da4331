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

/** Lower case without accents, each word surrounded by spaces. Polish ł has no decomposition. */
function plain(name: string): string {
  const letters = name
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l");
  return ` ${letters.replaceAll(/[^a-z0-9]+/g, " ")} `;
}

const anyOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join("|"));

const GATES = anyOf(
  / gate | (?:hof|einfahrts?|garten)?tor | \w*poort | portail | porton /,
  / cancello | brama | bramy | furtka | portao | \w*grind(?:en)? | brana | vrata | branka /,
);
const ENTRANCES = [
  [/garage|garaje|garagem|garaz|autorimessa/, "garage"],
  [GATES, "gate"],
  [
    anyOf(
      / doors? | (?:haus|keller|garten|eingangs)?tue?r | \w*deur | porte | puerta /,
      / porta | portone | drzwi | \w*dorr(?:en)? | dvere /,
    ),
    "door",
  ],
] as const;

const SHADES = anyOf(
  /blind|curtain|shutter|shade|awning|rollo|rol+ad|jalousie|vorhang|markise|gordijn|volet|rideau|store|persiana|cortina|toldo/,
  /tapparell|tenda|tende|venezian|rolet|zaluz|zaslon|markiz|rullgardin|gardin|persienn|markis|jalusi|zaves|markyz/,
);

const LOCKS = anyOf(
  / (?:dead|un)?lock | deadbolt |schloss| slot |serrure|cerradura|opener|offner|oeffner|garage ?door|garage(?:ntor|deur)| gate |portail|porton/,
  /serratur|chiavistello|cancello|apriporta|autorimessa/,
  / zamek | zamka |rygiel|elektrozaczep| brama | bramy |furtka/,
  /fechadura| tranca |portao/,
  / las(?:et)? |dorrlas|hanglas|garageport| \w*grind(?:en)? /,
  / zamku | zamky | brana | vrata |vratn/,
);
/** Self-regulating devices such as boilers are excluded. */
const HEAT = anyOf(
  /heater|heating|radiator|stove|cooktop|burner|fireplace| ovens? | iron |heizung|heizlu|heizstrahl| (?:back|elektro)?ofen | herd |verwarming|kachel|fornuis|chauffage|radiateur|calefac|radiador|estufa| horno /,
  /riscaldament|termosifon|termoconvettor| stufa|stufetta| forno |fornello|piano cottura|caminetto|ferro da stiro/,
  /ogrzewan|grzejnik|grzalk| piec |piecyk|kuchenk|piekarnik|kominek|zelazko|farelk/,
  /aquecedor|aquecimento|fogao|lareira|ferro de passar/,
  /varmare|varmeflakt|uppvarmning| element(?:et)? | \w*spis(?:en)? | \w*ugn(?:en)? |kamin|strykjarn/,
  /topeni|topidl|primotop|kamna|sporak| trouba | krb |zehlick/,
);
const WATER_AND_GAS = anyOf(
  /valve|ventil(?!a|o)|ventiel| gas |kraan| vanne |robinet|valvula|grifo/,
  /valvol|rubinett| zawor|kurek| kran(?:en)? | gaz |torneira|registro de | kohout| plyn/,
);
const ALARMS = /alarm(?! ?clock)|siren|allarm|syren|(?<!a)larm(?:et)? /;

const RISKS = [LOCKS, HEAT, WATER_AND_GAS, ALARMS];
