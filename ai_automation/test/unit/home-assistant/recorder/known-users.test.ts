import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { knownUsers } from "../../../../src/home-assistant/recorder/known-users.ts";
import { mixedRows } from "../../../support/damaged-rows.ts";

const USERS = [
  { id: "anna", name: "Anna", system_generated: false },
  { id: "flows", name: "Node-RED", system_generated: false },
  { id: "house", name: "House robot", system_generated: false },
];

describe("users of a recorder's database", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "users-"));
    await mkdir(join(folder, ".storage"));
    const persons = { data: { items: ["anna", "house"].map((user_id) => ({ user_id })) } };
    await writeFile(join(folder, ".storage/auth"), JSON.stringify({ data: { users: USERS } }));
    await writeFile(join(folder, ".storage/person"), JSON.stringify(persons));
  });
  after(() => rm(folder, { recursive: true }));

  const kinds = async (path: string, serviceAccounts: readonly string[] = []): Promise<readonly string[]> => {
    const kindOf = await knownUsers(path, serviceAccounts);
    return USERS.map(({ id }) => kindOf(id));
  };

  it("are read, except damaged rows", async () => {
    const row = (id: string) => ({ id, name: id, system_generated: true });
    await fc.assert(
      fc.asyncProperty(mixedRows(row, { id: "text", system_generated: "flag" }), async ({ rows, good, bad }) => {
        const own = await mkdtemp(join(folder, "damaged-"));
        await mkdir(join(own, ".storage"));
        await writeFile(join(own, ".storage/auth"), JSON.stringify({ data: { users: rows } }));
        const kindOf = await knownUsers(join(own, "home-assistant_v2.db"), []);
        expect(good.map(kindOf)).to.deep.equal(good.map(() => "service"));
        expect(bad.map(kindOf)).to.deep.equal(bad.map(() => "person"));
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it("are people if they have a person entity, unless they are named as service accounts", async () => {
    const path = join(folder, "home-assistant_v2.db");
    expect(await kinds(path)).to.deep.equal(["person", "service", "person"]);
    expect(await kinds(path, ["house robot"])).to.deep.equal(["person", "service", "service"]);
  });

  it("are people without stored users", async () => {
    expect(await kinds("/elsewhere/home-assistant_v2.db")).to.deep.equal(["person", "person", "person"]);
  });
});
