import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { benchRelease } from "../../../src/cli/bench-release.ts";
import { printed } from "../../support/printed.ts";
import { runCli } from "../../support/run-cli.ts";

const DAYS = ["--days", "30"];

describe("release benchmark", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "release-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("prints its figures as JSON, and shows the ratio to those of an earlier release", async () => {
    const figures: { name: string; value: number; unit: string }[] = JSON.parse(
      await printed(benchRelease, [...DAYS, "--json"]),
    );
    expect(figures.filter(({ value, unit }) => !(value > 0) || unit === "")).to.deep.equal([]);
    const archive = figures.find(({ name }) => name === "archive") ?? expect.fail("no figure of the archive");
    expect(archive).to.include({ unit: "bytes a change" });
    const earlier = join(folder, "earlier.json");
    await writeFile(earlier, JSON.stringify([{ ...archive, value: archive.value / 2 }]));
    const compared = await printed(benchRelease, [...DAYS, "--compare", earlier]);
    expect(compared).to.match(/^archive .*bytes a change \(2\.00 of /m);
    expect(compared).to.match(/^mining 30 days .*\(new\)$/m);
  });

  it("rejects a file of figures it cannot read", async () => {
    const { code, stderr } = await runCli("bench", ["release", "--compare", join(folder, "none.json")]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("none.json");
  });
});
