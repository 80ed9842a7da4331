import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { runCli } from "../../support/run-cli.ts";
import { APP_FOLDER } from "../../unit/packaging/app-files.ts";

const ROOT = join(APP_FOLDER, "..");
const COMMAND = /^npm run --silent (mine|replay|evaluate) -- (.+)$/gm;

/** The README's commands, with paths as in a fresh clone. */
const COMMANDS = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(COMMAND)].map(
  ([, name = "", args = ""]) => ({
    name: name as "mine" | "replay" | "evaluate",
    args: args.split(" ").map((arg) => (arg.startsWith("examples/") ? join(ROOT, arg) : arg)),
  }),
);

const RESULTS = {
  mine: /^1\. Turn on .+\n {3}right \d+ of \d+ times/m,
  replay: /^good +\d+\.\d% .+ Pantry: light on when the door opens$/m,
  evaluate: /^our miner +labels +\d+\.\d%/m,
} as const;

describe("README commands", () => {
  it("include each command once", () => {
    expect(COMMANDS.map(({ name }) => name)).to.deep.equal(["mine", "replay", "evaluate"]);
  });

  for (const { name, args } of COMMANDS) {
    it(`${name} runs as written`, async () => {
      const { code, stdout, stderr } = await runCli(name, args);
      expect(code, stderr).to.equal(0);
      expect(stdout).to.match(RESULTS[name]);
    });
  }
});
