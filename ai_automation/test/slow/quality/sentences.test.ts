import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { act, at, dim, level } from "../../../src/evaluation/words/expected-changes.ts";
import { homeIn, type HeldOutRequest } from "../../../src/evaluation/words/held-out-requests.ts";
import { judgeRequest } from "../../../src/evaluation/words/judge-request.ts";
import type { Entity } from "../../../src/model/home.ts";
import { domainOf } from "../../../src/model/state-change.ts";

const PACKAGES = ["home-assistant-intents==2026.11.25", "hassil==3.13.0"];
const SENTENCES = join(import.meta.dirname, "../../../../scripts/sentences.py");
const COMMANDS = 200;
const SEED = 1;

/** In Spanish, Home Assistant also calls a light "interruptor", which is a switch of this home. */
const SWITCH = /interruptor/i;

/** Home Assistant's commands have no time, so one is added. */
const CLOCK = {
  en: "at 18:30",
  de: "um 18:30 Uhr",
  nl: "om 18:30 uur",
  fr: "à 18h30",
  es: "a las 18:30",
  it: "alle 18:30",
  pl: "o 18:30",
  "pt-BR": "às 18:30",
  sv: "klockan 18:30",
  cs: "v 18:30",
} as const;

/** For the entities of the home: hall, kitchen, bedroom and living room. */
const AREAS = {
  en: ["Hall", "Kitchen", "Bedroom", "Living room"],
  de: ["Flur", "Küche", "Schlafzimmer", "Wohnzimmer"],
  nl: ["Gang", "Keuken", "Slaapkamer", "Woonkamer"],
  fr: ["Couloir", "Cuisine", "Chambre", "Salon"],
  es: ["Pasillo", "Cocina", "Dormitorio", "Salón"],
  it: ["Corridoio", "Cucina", "Camera da letto", "Soggiorno"],
  pl: ["Korytarz", "Kuchnia", "Sypialnia", "Salon"],
  "pt-BR": ["Corredor", "Cozinha", "Quarto", "Sala"],
  sv: ["Hall", "Kök", "Sovrum", "Vardagsrum"],
  cs: ["Chodba", "Kuchyně", "Ložnice", "Obývák"],
} as const;
const AREA_OF: Readonly<Record<string, number>> = {
  "light.hall": 0,
  "light.kitchen": 1,
  "light.bedroom": 2,
  "light.desk": 2,
  "switch.coffee": 1,
  "climate.living": 3,
  "cover.living": 3,
  "media_player.tv": 3,
};

type Language = HeldOutRequest["language"];
const LANGUAGES = [
  "en",
  "de",
  "nl",
  "fr",
  "es",
  "it",
  "pl",
  "pt-BR",
  "sv",
  "cs",
] as const satisfies readonly Language[];

const homeWithAreas = (language: Language): ReadonlyMap<string, Entity> =>
  new Map(
    [...homeIn(language)].map(([entityId, entity]) => {
      const areaName = AREAS[language][AREA_OF[entityId] ?? -1] ?? null;
      return [entityId, { ...entity, areaId: areaName, areaName }];
    }),
  );

const command = z.object({
  language: z.enum(LANGUAGES),
  intent: z.string(),
  text: z.string(),
  domains: z.array(z.string()),
  slots: z.record(z.string(), z.union([z.string(), z.number()]).optional().catch(undefined)),
});
type Command = z.output<typeof command>;

describe("Home Assistant's own sentences, with a time", () => {
  const folder = mkdtempSync(join(tmpdir(), "sentences-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("are read as they are meant, or refused", async () => {
    const all = sampledIn(folder);
    const commands = all.filter(({ language, text }) => !(language === "es" && SWITCH.test(text)));
    const judged = await Promise.all(
      commands.map(async (one) => ({
        ...one,
        outcome: await judgeRequest(requestOf(one), null, homeWithAreas(one.language)),
      })),
    );
    const wrong = judged
      .filter(({ outcome }) => outcome === "wrong")
      .map(({ language, text }) => `${language} ${text}`);
    const coverable = judged.filter((one) => changesOf(one).length > 0);
    const right = coverable.filter(({ outcome }) => outcome === "right" || outcome === "asked");
    expect(wrong).to.deep.equal([]);
    expect(all.length).to.equal(LANGUAGES.length * COMMANDS);
    expect(right.length / coverable.length, `${right.length} of ${coverable.length}`).to.be.greaterThan(0.25);
  });
});

function sampledIn(folder: string): readonly Command[] {
  execFileSync("python3", ["-m", "venv", folder]);
  execFileSync(join(folder, "bin/pip"), ["install", "-q", "--no-input", ...PACKAGES]);
  const homes = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      {
        names: [...homeWithAreas(language).values()].map(({ entityId, name }) => ({
          name,
          domain: domainOf(entityId),
        })),
        areas: AREAS[language],
      },
    ]),
  );
  const printed = execFileSync(join(folder, "bin/python"), [SENTENCES, String(COMMANDS), String(SEED)], {
    input: JSON.stringify(homes),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return printed
    .trim()
    .split("\n")
    .map((line) => command.parse(JSON.parse(line)));
}

const requestOf = (one: Command): HeldOutRequest => ({
  language: one.language,
  about: "new",
  text: `${one.text} ${CLOCK[one.language]}`,
  changes: changesOf(one),
});

/** Empty if no change of the list expresses the command. */
function changesOf(one: Command): readonly object[] {
  const { intent, slots } = one;
  const things = thingsOf(one);
  const set = things.flatMap((thing) => setOf(intent, thing, slots));
  return set.length < things.length || things.length === 0 ? [] : [at("18:30"), ...set];
}

function thingsOf({ language, domains, slots }: Command): readonly string[] {
  const { name, area } = slots;
  return [...homeWithAreas(language).values()]
    .filter((entity) => name === undefined || entity.name === name)
    .filter((entity) => area === undefined || entity.areaName === area)
    .map(({ entityId }) => entityId)
    .filter((entityId) =>
      domains.length === 0 ? entityId.startsWith("climate.") : domains.includes(domainOf(entityId)),
    );
}

function setOf(intent: string, thing: string, slots: Command["slots"]): readonly object[] {
  const isCover = domainOf(thing) === "cover";
  const isClimate = domainOf(thing) === "climate";
  const [brightness, position, temperature] = [slots.brightness, slots.position, slots.temperature].map((value) =>
    value === undefined ? undefined : Number(value),
  );
  switch (intent) {
    case "HassTurnOn":
      return isClimate ? [] : [act(thing, isCover ? "open" : "on")];
    case "HassTurnOff":
      return [act(thing, isCover ? "closed" : "off")];
    case "HassLightSet":
      if (temperature !== undefined) return [act(thing, "on"), level("color_temp_kelvin", temperature, thing)];
      return brightness === undefined ? [] : [act(thing, "on"), dim(brightness, thing)];
    case "HassSetPosition":
      return position === undefined ? [] : [act(thing, "open"), level("position", position, thing)];
    case "HassClimateSetTemperature":
      return temperature === undefined || !isClimate ? [] : [level("temperature", temperature, thing)];
    default:
      return [];
  }
}
