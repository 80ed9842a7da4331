import { expect } from "chai";
import { readApp, readAppConfig } from "./app-files.ts";
import { PROFILE_LINE } from "./supervisor-rules.ts";

describe("apparmor.txt", () => {
  it("has one line for the Supervisor to put the installed slug in, and a rule that lets that name stop the service", () => {
    const [line, ...others] = readApp("apparmor.txt").match(PROFILE_LINE) ?? [];
    const { slug } = readAppConfig();
    expect(line).to.match(new RegExp(`^profile ${slug} flags=`));
    expect(others).to.deep.equal([]);
    expect(serviceRules()).to.include(`signal (receive) peer=*${slug}`);
  });

  it("hands Node over to a profile of its own", () => {
    expect(outerRules()).to.include("/usr/bin/node cx -> service");
  });

  it("lets the service run no program and gives it no capability", () => {
    expect(serviceRules().filter((rule) => / \w*x$/.test(rule) || rule.startsWith("capability"))).to.deep.equal([]);
  });

  it("lets the service write to its data and to temporary files alone", () => {
    const written = serviceRules().filter((rule) => rule.startsWith("/") && /w/.test(rule.split(" ").at(-1) ?? ""));
    expect(written).to.deep.equal(["/data/{,**} rwk", "/tmp/{,**} rwk"]);
  });

  it("keeps data and shared files from all that runs beside the service", () => {
    expect(outerRules().filter((rule) => /^\/(data|share)/.test(rule))).to.deep.equal([]);
  });

  it("opens nothing by a rule for everything", () => {
    const everything = /^(file|capability|network|mount|ptrace|\/\*\*.*)$/;
    expect([...outerRules(), ...serviceRules()].filter((rule) => everything.test(rule))).to.deep.equal([]);
  });
});

const outerRules = (): readonly string[] => rulesOf(readApp("apparmor.txt").split("\n  profile ")[0] ?? "");
const serviceRules = (): readonly string[] => rulesOf(readApp("apparmor.txt").split("\n  profile ")[1] ?? "");
const rulesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^ +([^#\s].*),$/gm)].map(([, rule = ""]) => rule);
