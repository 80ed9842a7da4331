import { isAbsolute, join } from "node:path";
import { expect } from "chai";
import { archivePath } from "../../../src/cli/service-settings.ts";

describe("settings of a command line tool", () => {
  const { DATABASE_PATH: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.DATABASE_PATH;
    else process.env.DATABASE_PATH = before;
  });

  it("are the service's in any working directory", () => {
    delete process.env.DATABASE_PATH;
    const folder = process.cwd();
    process.chdir("/");
    try {
      expect(isAbsolute(archivePath())).to.equal(true);
      expect(archivePath().endsWith(join("ai_automation", "data", "ai_automation.db"))).to.equal(true);
    } finally {
      process.chdir(folder);
    }
  });

  it("are overridden by the environment", () => {
    process.env.DATABASE_PATH = "elsewhere.db";
    expect(archivePath()).to.equal("elsewhere.db");
  });
});
