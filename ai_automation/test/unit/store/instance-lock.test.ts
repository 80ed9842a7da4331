import { link, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { lockInstance } from "../../../src/store/instance-lock.ts";

describe("lock of a database", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lock-"));
    await writeFile(join(folder, "ai.db"), "");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refusal = (name: string): Promise<string> =>
    lockInstance(join(folder, name)).then(
      (unlock) => {
        unlock();
        return "";
      },
      (error: Error) => error.message,
    );

  it("is held by one instance, also through a symbolic link", async () => {
    await symlink(join(folder, "ai.db"), join(folder, "alias.db"));
    const unlock = await lockInstance(join(folder, "alias.db"));
    expect(await refusal("ai.db")).to.contain("it is in use by another instance of the service");
    unlock();
    expect(await refusal("ai.db")).to.equal("");
  });

  it("is refused while a hard link leads to the database too", async () => {
    await link(join(folder, "ai.db"), join(folder, "other.db"));
    for (const name of ["ai.db", "other.db"]) expect(await refusal(name)).to.contain("it has 2 hard links");
    await rm(join(folder, "other.db"));
    expect(await refusal("ai.db")).to.equal("");
  });
});
