import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { benchHomes } from "../../../src/cli/bench-homes.ts";
import { printed } from "../../support/printed.ts";
import { runCli } from "../../support/run-cli.ts";

const ARGS = ["--homes", "2", "--days", "7"];

describe("bench -- homes", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "bench-homes-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("reports homes per minute with one process, and with one per processor", async () => {
    expect(await printed(benchHomes, ARGS)).to.match(
      /^2 homes of 7 days, 1 process: [\d.]+ s, \d+ homes per minute, 1\.00 times as fast as one\n/,
    );
  });

  it("writes the same simulated homes each time, which can be mined", async () => {
    for (const name of ["a", "b"]) await printed(benchHomes, [...ARGS, "--keep", join(folder, name)]);
    expect(await readdir(join(folder, "a"))).to.deep.equal(["home-0001.csv.gz", "home-0002.csv.gz", "manifest.csv"]);
    for (const name of await readdir(join(folder, "a")))
      expect(await readFile(join(folder, "a", name))).to.deep.equal(await readFile(join(folder, "b", name)));
    const output = join(folder, "mined.jsonl");
    const mined = await runCli("mine", ["--events", join(folder, "a"), "--output", output]);
    expect([mined.code, mined.stdout.split(",")[0]]).to.deep.equal([0, "2 homes"]);
  });
});
