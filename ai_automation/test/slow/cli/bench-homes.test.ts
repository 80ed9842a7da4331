import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runCli } from "../../support/run-cli.ts";

describe("bench -- homes", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "bench-homes-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("reports homes per minute with one process, and with one per processor", async () => {
    const { code, stdout } = await runCli("bench", ["homes", "--homes", "2", "--days", "14"]);
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /^2 homes of 14 days, 1 process: [\d.]+ s, \d+ homes per minute, 1\.00 times as fast as one\n/,
    );
  });

  it("writes the same simulated homes each time, which can be mined", async () => {
    const args = ["homes", "--homes", "2", "--days", "14", "--keep"];
    for (const name of ["a", "b"]) expect((await runCli("bench", [...args, join(folder, name)])).code).to.equal(0);
    expect(await readdir(join(folder, "a"))).to.deep.equal(["home-0001.csv.gz", "home-0002.csv.gz", "manifest.csv"]);
    for (const name of await readdir(join(folder, "a")))
      expect(await readFile(join(folder, "a", name))).to.deep.equal(await readFile(join(folder, "b", name)));
    const output = join(folder, "mined.jsonl");
    const mined = await runCli("mine", ["--events", join(folder, "a"), "--output", output]);
    expect([mined.code, mined.stdout.split(",")[0]]).to.deep.equal([0, "2 homes"]);
  });
});
