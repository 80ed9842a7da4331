import { expect } from "chai";
import { benchQuality } from "../../../src/cli/bench-quality.ts";
import { printed } from "../../support/printed.ts";
import { runCli } from "../../support/run-cli.ts";

const ONE_HOME = ["--seeds", "1", "--days", "30", "--adherence", "1"];

describe("quality benchmark", () => {
  it("prints how often each habit is found, the wrong suggestions and the run time", async () => {
    const stdout = await printed(benchQuality, [...ONE_HOME, "--part", "planted"]);
    expect(stdout).to.match(/adherence +days +homes +P +R +F1/);
    expect(stdout).to.match(/100\.0% .* hall_light_when_door_opens/);
    expect(stdout).to.match(/wrong suggestions: homes|no wrong suggestions/);
    expect(stdout).to.match(/planting \d+\.\d+ and mining \d+\.\d+ s each/);
  });

  it("compares null homes and rediscovery with the goals", async () => {
    const nulls = await printed(benchQuality, ["--part", "null", "--seeds", "1", "--days", "30"]);
    expect(nulls).to.match(/rotate: null homes with any suggestion +\d+\.\d% +5\.0% +2\.0%/);
    const rediscovery = await printed(benchQuality, ["--part", "rediscovery", "--seeds", "1"]);
    expect(rediscovery).to.match(/hidden automations named with their lag +\d+\.\d% +90\.0% +100\.0%/);
    expect(rediscovery).to.match(/hidden automations suggested as habits +\d+\.\d% +0\.0% +0\.0%/);
  });

  it("prints the effect of each nuisance on the suggestions, and of all together", async () => {
    const stdout = await printed(benchQuality, [...ONE_HOME, "--part", "messy"]);
    expect(stdout).to.match(/nuisance +F1 clean +F1 +unchanged +changed +lost +new +on added entities/);
    for (const name of ["nightly outage of a minute", "bound remote", "scheduler", "all together"])
      expect(stdout).to.match(new RegExp(`\\n${name} +\\d+\\.\\d% +\\d+\\.\\d%( +\\d+\\.\\d){5}\\n`));
    expect(stdout).to.match(/messy, homes acting on added entities +\d+\.\d% +0\.0% +0\.0%/);
  });

  it("rejects an unknown part", async () => {
    const { code, stderr } = await runCli("bench", ["quality", "--part", "luck"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("--part luck");
  });
});
