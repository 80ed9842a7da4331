import { globSync } from "node:fs";
import { expect } from "chai";
import { z } from "zod";
import { ERROR_STATUS } from "../../../src/model/errors.ts";
import type { HomeState } from "../../../src/model/home.ts";
import { APP_FOLDER, readApp, readAppConfig } from "./app-files.ts";
import { sectionNumbers, wrongCitations } from "./citations.ts";

const HOME_STATES = {
  connecting: true,
  connected: true,
  invalid_token: true,
  not_admin: true,
  unreachable: true,
  starting: true,
  recovery_mode: true,
  recorder_migrating: true,
  unsupported_version: true,
  other_home: true,
  stopped: true,
} satisfies Record<HomeState, true>;

describe("documents", () => {
  it("agree on the version", () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readApp("package.json")));
    const [newest] = changelogHeadings().filter((heading) => heading !== "Next");
    expect({ config: readAppConfig().version, changelog: newest?.split(" - ")[0] }).to.deep.equal({
      config: version,
      changelog: version,
    });
  });

  it("have changelog headings that begin with the version, which Home Assistant parses, and end with the date", () => {
    const [first, ...releases] = changelogHeadings();
    expect(first).to.equal("Next");
    expect(releases).not.to.be.empty;
    for (const heading of releases) expect(heading).to.match(/^\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/);
  });

  it("list every error code with its status and remedy, and no other", () => {
    const rows = [...sectionOf("Errors").matchAll(/^\| `(\w+)` +\| (\d{3}) +\| .*\S +\| .*\S +\|$/gm)];
    expect(Object.fromEntries(rows.map(([, code = "", status]) => [code, Number(status)]))).to.deep.equal(ERROR_STATUS);
  });

  it("list every connection state, and no other", () => {
    const rows = [...sectionOf("Connection states").matchAll(/^\| `(\w+)` +\| .*\S +\| .*\S +\|$/gm)];
    expect(rows.map(([, state]) => state)).to.have.members(Object.keys(HOME_STATES));
  });

  it("link only to existing headings", () => {
    const docs = readApp("DOCS.md");
    const anchors = [...docs.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading.toLowerCase().replaceAll(" ", "-"),
    );
    const links = [...docs.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors).to.include.members(links);
  });

  it("contain every section of evaluation.md that the code cites", () => {
    const sections = sectionNumbers(readApp("docs/evaluation.md"));
    const files = globSync("src/**/*.ts", { cwd: APP_FOLDER });
    const cited = files
      .map((file) => ({ file, text: readApp(file) }))
      .filter(({ text }) => /evaluation\.md/.test(text));
    expect(cited).not.to.be.empty;
    expect(
      cited.flatMap(({ file, text }) => wrongCitations(text, sections).map((citation) => `${file}: ${citation}`)),
    ).to.deep.equal([]);
  });

  it("fail on a wrong citation of evaluation.md", () => {
    const sections = new Set(["1", "2", "7"]);
    expect(wrongCitations("/** See docs/evaluation.md, section 7.3, evaluation.md 2 and 1. */", sections)).to.be.empty;
    expect(
      wrongCitations(
        "/**\n * One (docs/evaluation.md,\n * section 9), two (docs/evaluation.md, sections 1 and 8), three (evaluation.md: N).\n */",
        sections,
      ),
    ).to.deep.equal(["evaluation.md, section 9", "evaluation.md, sections 1 and 8", "evaluation.md"]);
  });
});

const changelogHeadings = () =>
  [...readApp("CHANGELOG.md").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? "");

function sectionOf(heading: string): string {
  return (
    readApp("DOCS.md")
      .split(/^## /m)
      .find((section) => section.startsWith(`${heading}\n`)) ?? ""
  );
}
