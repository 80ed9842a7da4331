import { expect } from "chai";
import { runCli } from "../../support/run-cli.ts";

describe("bench of quality", () => {
  it("tells what is found of each habit, what is wrong, and how long it took", async () => {
    const args = ["quality", "--part", "planted", "--seeds", "1", "--days", "30", "--adherence", "1"];
    const { code, stdout } = await runCli("bench", args);
    expect(code).to.equal(0);
    expect(stdout).to.match(/adherence +days +homes +P +R +F1/);
    expect(stdout).to.match(/100\.0% .* hall_light_when_door_opens/);
    expect(stdout).to.match(/wrong in homes|nothing wrong is offered/);
    expect(stdout).to.match(/planting \d+\.\d+ and mining \d+\.\d+ s each/);
  });

  it("sets null homes and rediscovery against the goals", async () => {
    const nulls = await runCli("bench", ["quality", "--part", "null", "--seeds", "1"]);
    expect(nulls.stdout).to.match(/rotate: null homes with any suggestion +\d+\.\d% +5\.0% +2\.0%/);
    const rediscovery = await runCli("bench", ["quality", "--part", "rediscovery", "--seeds", "1"]);
    expect(rediscovery.stdout).to.match(/hidden automations named with their lag +\d+\.\d% +90\.0% +100\.0%/);
    expect(rediscovery.stdout).to.match(/hidden automations offered as habits +\d+\.\d% +0\.0% +0\.0%/);
  });

  it("tells what each nuisance does to the suggestions, and all of them together", async () => {
    const args = ["quality", "--part", "messy", "--seeds", "1", "--days", "30", "--adherence", "1"];
    const { code, stdout } = await runCli("bench", args);
    expect(code).to.equal(0);
    expect(stdout).to.match(/nuisance +F1 clean +F1 +unchanged +changed +lost +new +on what was added/);
    for (const name of ["nightly outage of a minute", "bound remote", "scheduler", "all together"])
      expect(stdout).to.match(new RegExp(`\\n${name} +\\d+\\.\\d% +\\d+\\.\\d%( +\\d+\\.\\d){5}\\n`));
    expect(stdout).to.match(/messy, homes acting on what was added +\d+\.\d% +0\.0% +0\.0%/);
  });

  it("refuses a part that there is not", async () => {
    const { code, stderr } = await runCli("bench", ["quality", "--part", "luck"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("--part luck");
  });
});
