import { expect } from "chai";
import { z } from "zod";
import { faultsOf } from "../../../src/model/schema-faults.ts";

const schema = z.strictObject({ list: z.array(z.number()), name: z.string() });

const faults = (value: unknown): string => {
  const { error } = schema.safeParse(value);
  return error === undefined ? "" : faultsOf(error);
};

describe("faults of a value that does not match a schema", () => {
  it("are named with their paths", () => {
    expect(faults({ list: [1, "two"] })).to.equal(
      "list.1: Invalid input: expected number, received string; name: Invalid input: expected string, received undefined",
    );
  });

  it("are limited in number and in length, whatever was sent", () => {
    expect(faults({ list: Array(1_000).fill(null), name: "x" })).to.match(/^list\.0: .*; and 995 more$/);
    const keys = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key_${index}`, 1]));
    expect(faults({ list: [], name: "x", ...keys }))
      .to.match(/^Unrecognized keys: "key_0".*…$/)
      .and.have.lengthOf(201);
  });
});
