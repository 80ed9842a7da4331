import { expect } from "chai";
import { readApp, readAppConfig } from "./app-files.ts";
import { PROFILE_LINE } from "./supervisor-rules.ts";

describe("apparmor.txt", () => {
  it("has one line in which the Supervisor replaces the slug, and lets that profile stop the service", () => {
    const [line, ...others] = readApp("apparmor.txt").match(PROFILE_LINE) ?? [];
    const { slug } = readAppConfig();
    expect(line).to.match(new RegExp(`^profile ${slug} flags=`));
    expect(others).to.deep.equal([]);
    expect(serviceRules()).to.include(`signal (receive) peer=*${slug}`);
  });

  it("runs Node in its own profile", () => {
    expect(outerRules()).to.include("/usr/bin/node cx -> service");
  });

  it("lets the service run no program but Node with the same rights, and grants it no capabilities", () => {
    expect(serviceRules().filter((rule) => / \w*x$/.test(rule) || rule.startsWith("capability"))).to.deep.equal([
      "/usr/bin/node mrix",
    ]);
  });

  it("lets the service write only to its data and temporary files", () => {
    const written = serviceRules().filter((rule) => rule.startsWith("/") && /w/.test(rule.split(" ").at(-1) ?? ""));
    expect(written).to.deep.equal(["/data/{,**} rwk", "/tmp/{,**} rwk"]);
  });

  it("denies other processes access to data and shared files", () => {
    expect(outerRules().filter((rule) => /^\/(data|share)/.test(rule))).to.deep.equal([]);
  });

  it("has no catch-all rules", () => {
    const everything = /^(file|capability|network|mount|ptrace|\/\*\*.*)$/;
    expect([...outerRules(), ...serviceRules()].filter((rule) => everything.test(rule))).to.deep.equal([]);
  });
});

const outerRules = (): readonly string[] => rulesOf(readApp("apparmor.txt").split("\n  profile ")[0] ?? "");
const serviceRules = (): readonly string[] => rulesOf(readApp("apparmor.txt").split("\n  profile ")[1] ?? "");
const rulesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^ +([^#\s].*),$/gm)].map(([, rule = ""]) => rule);
