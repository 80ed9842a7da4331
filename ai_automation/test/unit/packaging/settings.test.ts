import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "dotenv";
import { z } from "zod";
import { SETTINGS } from "../../../src/config/config.ts";
import { LOG_LEVELS } from "../../../src/config/settings.ts";
import { APP_FOLDER, readApp, readAppConfig, readImageEnvironment, readYaml } from "./app-files.ts";
import { SupervisorTranslation } from "./supervisor-rules.ts";

const LANGUAGES = ["en", "cs", "de", "es", "fr", "it", "nl", "pl", "pt-BR", "sv"];

const OPTIONS = SETTINGS.flatMap(({ option }) => (option === null ? [] : [option]));
const DEFAULT_OF = Object.fromEntries(SETTINGS.map((setting) => [setting.variable, setting.default]));

describe("settings", () => {
  it("are options named like the variable in lower case", () => {
    const named = SETTINGS.filter(({ option }) => option !== null);
    expect(named.map(({ variable }) => variable.toLowerCase())).to.deep.equal(OPTIONS);
  });

  it("are in config.yaml with the same defaults", () => {
    const defaults = OPTIONS.map((option) => [option, DEFAULT_OF[option.toUpperCase()]]);
    expect(readAppConfig().options).to.deep.equal(Object.fromEntries(defaults));
  });

  it("offer the log levels of the service", () => {
    expect(readAppConfig().schema.log_level).to.equal(`list(${LOG_LEVELS.join("|")})`);
  });

  for (const language of LANGUAGES) {
    it(`have a name and a description in ${language}.yaml, as do ports`, () => {
      const { configuration, network } = SupervisorTranslation.parse(readYaml(`translations/${language}.yaml`));
      expect(Object.keys(configuration)).to.have.members(OPTIONS);
      expect(Object.keys(network)).to.have.members(Object.keys(readAppConfig().ports));
    });
  }

  for (const language of LANGUAGES.slice(1)) {
    it(`have no untranslated text in ${language}.yaml`, () => {
      const english = textsOf("en");
      expect(textsOf(language).filter((text) => english.includes(text))).to.deep.equal([]);
    });
  }

  it("are translated into exactly the panel's languages", () => {
    expect(readdirSync(join(APP_FOLDER, "translations"))).to.have.members(LANGUAGES.map((code) => `${code}.yaml`));
  });

  it("have one section in DOCS.md for each option", () => {
    const section = /^## Options\n([^]*?)^## /m.exec(readApp("DOCS.md"))?.[1] ?? "";
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).to.have.members(OPTIONS);
  });

  it("have one row in DOCS.md for each variable, with its default", () => {
    const rows = [...readApp("DOCS.md").matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\|/gm)];
    const documented = rows.map(([, variable = "", cell = ""]) => [variable, /^`([^`]*)`/.exec(cell)?.[1] ?? ""]);
    expect(Object.fromEntries(documented)).to.deep.equal(DEFAULT_OF);
  });

  it("are in .env.example with their defaults", () => {
    expect(parse(readApp(".env.example"))).to.deep.equal(DEFAULT_OF);
  });

  it("are passed on by compose.yaml unless the image sets them", () => {
    const fixed = new Set(["PORT", ...readImageEnvironment().keys()]);
    const { environment } = Compose.parse(readYaml("compose.yaml")).services["ai-automation"];
    const open = SETTINGS.map(({ variable }) => variable).filter((variable) => !fixed.has(variable));
    expect(Object.keys(environment)).to.have.members(open);
    for (const [variable, value] of Object.entries(environment)) {
      if (!value.includes(":?")) expect(value).to.match(new RegExp(`^\\$\\{${variable}:?-${DEFAULT_OF[variable]}\\}$`));
    }
  });
});

function textsOf(language: string): readonly string[] {
  const { configuration } = SupervisorTranslation.parse(readYaml(`translations/${language}.yaml`));
  return Object.values(configuration).flatMap(({ name, description }) => [name, description]);
}

const Compose = z.object({
  services: z.object({ "ai-automation": z.object({ environment: z.record(z.string(), z.string()) }) }),
});
