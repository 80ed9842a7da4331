import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { APP_FOLDER, readApp } from "./app-files.ts";

const REVIEWED_LICENCES = [
  "(MIT OR CC0-1.0)",
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
];

describe("dependencies", () => {
  it("are all listed with a reason, and no others", () => {
    expect(listedLicences().map(([name]) => name)).to.deep.equal(Object.keys(readVersions()));
  });

  it("are listed with the licence that each declares", () => {
    const wrong = listedLicences().filter(([name, listed]) => (declaredLicence(name) ?? listed) !== listed);
    expect(wrong).to.deep.equal([]);
  });

  it("are pinned, each to one version", () => {
    const loose = Object.entries(readVersions()).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).to.deep.equal([]);
  });

  it("bring only reviewed licences into the image", () => {
    const { packages } = Lock.parse(JSON.parse(readApp("package-lock.json")));
    const shipped = Object.entries(packages).filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    const unreviewed = shipped.filter(
      ([, { license }]) => license !== undefined && !REVIEWED_LICENCES.includes(license),
    );
    expect(unreviewed).to.deep.equal([]);
  });
});

const listedLicences = (): readonly (readonly [name: string, licence: string])[] =>
  [...readApp("docs/dependencies.md").matchAll(/^\| `([^`]+)` +\| (\S+) +\| \S.* \|$/gm)].map(
    ([, name = "", licence = ""]) => [name, licence],
  );

function readVersions(): Readonly<Record<string, string>> {
  const manifest = Manifest.parse(JSON.parse(readApp("package.json")));
  return { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
}

function declaredLicence(name: string): string | undefined {
  const path = `node_modules/${name}/package.json`;
  return existsSync(join(APP_FOLDER, path)) ? Installed.parse(JSON.parse(readApp(path))).license : undefined;
}

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const Installed = z.object({ license: z.string().optional() });
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});
