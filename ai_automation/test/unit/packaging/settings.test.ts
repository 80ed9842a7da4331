import { expect } from "chai";
import { parse } from "dotenv";
import { z } from "zod";
import { SETTINGS } from "../../../src/config.ts";
import { readApp, readAppConfig, readImageEnvironment, readYaml } from "./app-files.ts";

const OPTIONS = SETTINGS.flatMap(({ option }) => (option === null ? [] : [option]));
const DEFAULT_OF = Object.fromEntries(SETTINGS.map((setting) => [setting.variable, setting.default]));

describe("settings", () => {
  it("are options under the variable's name in lower case", () => {
    const named = SETTINGS.filter(({ option }) => option !== null);
    expect(named.map(({ variable }) => variable.toLowerCase())).to.deep.equal(OPTIONS);
  });

  it("have their options in config.yaml, with the same defaults", () => {
    const defaults = OPTIONS.map((option) => [option, DEFAULT_OF[option.toUpperCase()]]);
    expect(readAppConfig().options).to.deep.equal(Object.fromEntries(defaults));
  });

  it("have a name and a description in the translation, and ports have theirs", () => {
    const { configuration, network } = Translation.parse(readYaml("translations/en.yaml"));
    expect(Object.keys(configuration)).to.have.members(OPTIONS);
    expect(Object.keys(network)).to.have.members(Object.keys(readAppConfig().ports));
  });

  it("have a section in DOCS.md for each option, and no other", () => {
    const section = /^## Options\n([^]*?)^## /m.exec(readApp("DOCS.md"))?.[1] ?? "";
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).to.have.members(OPTIONS);
  });

  it("have a row in DOCS.md for each variable, with its default", () => {
    const rows = [...readApp("DOCS.md").matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\|/gm)];
    const told = rows.map(([, variable = "", cell = ""]) => [variable, /^`([^`]*)`/.exec(cell)?.[1] ?? ""]);
    expect(Object.fromEntries(told)).to.deep.equal(DEFAULT_OF);
  });

  it("are in .env.example with their defaults", () => {
    expect(parse(readApp(".env.example"))).to.deep.equal(DEFAULT_OF);
  });

  it("are handed over by compose.yaml where the image does not fix them", () => {
    const fixed = new Set(["PORT", ...readImageEnvironment().keys()]);
    const { environment } = Compose.parse(readYaml("compose.yaml")).services["ai-automation"];
    const open = SETTINGS.map(({ variable }) => variable).filter((variable) => !fixed.has(variable));
    expect(Object.keys(environment)).to.have.members(open);
    for (const [variable, value] of Object.entries(environment)) {
      if (!value.includes(":?")) expect(value).to.match(new RegExp(`^\\$\\{${variable}:?-${DEFAULT_OF[variable]}\\}$`));
    }
  });
});

const Translation = z.strictObject({
  configuration: z.record(z.string(), z.strictObject({ name: z.string().min(1), description: z.string().min(1) })),
  network: z.record(z.string(), z.string().min(1)),
});

const Compose = z.object({
  services: z.object({ "ai-automation": z.object({ environment: z.record(z.string(), z.string()) }) }),
});
