import { expect } from "chai";
import { inOrder } from "../../../../src/home-assistant/recorder/ordered-rows.ts";
import type { RecorderDatabase } from "../../../../src/home-assistant/recorder/recorder-database.ts";

const refuse = (): never => {
  throw new Error("not expected");
};

describe("the pages of a recorder", () => {
  it("end with an error if the database repeats a row for ever", async () => {
    // FLOAT in MariaDB: 1700000000.5 is shown as 1.7e9, and is greater than that.
    const database: RecorderDatabase = {
      all: async () => [[7, 1_700_000_000]],
      hex: refuse,
      dateText: refuse,
      roundedTypes: new Set(),
      isServer: true,
      columnsOf: refuse,
      orderBy: refuse,
      close: refuse,
    };
    const timed = {
      time: "r.at",
      column: "at",
      isDate: false,
      secondsOf: Number,
      timeOf: (seconds: number) => seconds,
      where: "",
      ofKind: "",
      end: "",
      oldest: "",
    };
    const rowOf = (_: readonly unknown[], seconds: number) => ({ id: 7, seconds });
    const pages = inOrder(database, [{ timed, select: "", id: "r.id", rowOf }], { from: 0, count: 1 });
    expect((await pages.next()).value).to.deep.equal([{ id: 7, seconds: 1_700_000_000 }]);
    const failure = await pages.next().catch((error: Error) => error.message);
    expect(failure).to.match(/cannot be read in order: the database repeats row 7/);
  });
});
