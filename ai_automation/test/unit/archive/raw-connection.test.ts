import { expect } from "chai";
import { withConnection } from "../../../src/archive/raw-connection.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

describe("work on the raw connection", () => {
  let temporary: TemporaryDatabase;
  let reported: string[] = [];

  before(async () => {
    temporary = await temporaryDatabase();
    temporary.database.on("query-error", ({ message }: Error) => reported.push(message));
  });
  beforeEach(() => {
    reported = [];
  });
  after(() => temporary.remove());

  const failing = (code: string): Promise<string> =>
    withConnection(temporary.database, () => {
      throw Object.assign(new Error(code), { code });
    }).catch((error: Error) => error.message);

  it("reports damage, which only a restart of the service can mend", async () => {
    expect(await failing("SQLITE_CORRUPT_INDEX")).to.equal("SQLITE_CORRUPT_INDEX");
    expect(reported).to.deep.equal(["SQLITE_CORRUPT_INDEX"]);
  });

  it("does not report other errors, and releases the connection", async () => {
    expect(await failing("SQLITE_FULL")).to.equal("SQLITE_FULL");
    expect(reported).to.deep.equal([]);
    expect(await withConnection(temporary.database, (connection) => connection.open)).to.equal(true);
  });
});
