import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { APP_FOLDER, readApp } from "./app-files.ts";

const READ_LICENCES = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];

describe("dependencies", () => {
  it("are told with the reason for each, all of them and no other", () => {
    expect(toldLicences().map(([name]) => name)).to.deep.equal(Object.keys(readVersions()));
  });

  it("are told with the licence that each of them names", () => {
    const wrong = toldLicences().filter(([name, told]) => (namedLicence(name) ?? told) !== told);
    expect(wrong).to.deep.equal([]);
  });

  it("are pinned, each to one version", () => {
    const loose = Object.entries(readVersions()).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).to.deep.equal([]);
  });

  it("bring nothing into the image under a licence that nobody read", () => {
    const { packages } = Lock.parse(JSON.parse(readApp("package-lock.json")));
    const shipped = Object.entries(packages).filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    const unread = shipped.filter(([, { license }]) => license !== undefined && !READ_LICENCES.includes(license));
    expect(unread).to.deep.equal([]);
  });
});

const toldLicences = (): readonly (readonly [name: string, licence: string])[] =>
  [...readApp("docs/dependencies.md").matchAll(/^\| `([^`]+)` +\| (\S+) +\| \S.* \|$/gm)].map(
    ([, name = "", licence = ""]) => [name, licence],
  );

function readVersions(): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = Manifest.parse(JSON.parse(readApp("package.json")));
  return { ...dependencies, ...devDependencies };
}

function namedLicence(name: string): string | undefined {
  const path = `node_modules/${name}/package.json`;
  return existsSync(join(APP_FOLDER, path)) ? Installed.parse(JSON.parse(readApp(path))).license : undefined;
}

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
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
