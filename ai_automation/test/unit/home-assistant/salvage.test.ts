import { expect } from "chai";
import { z } from "zod";
import { salvage } from "../../../src/home-assistant/salvage.ts";

const rows = z.array(z.object({ id: z.string(), tags: z.array(z.string()).default([]) }));

describe("salvage of an answer", () => {
  it("returns a valid answer unchanged", () => {
    expect(salvage(rows, [{ id: "a" }])).to.deep.equal({ data: [{ id: "a", tags: [] }], dropped: 0, fault: null });
  });

  it("drops the innermost list item around a fault", () => {
    const answer = [{ id: "a", tags: ["x", 7, null, "y"] }, { id: 7 }, null, { id: "b" }];
    expect(salvage(rows, answer)).to.deep.equal({
      data: [
        { id: "a", tags: ["x", "y"] },
        { id: "b", tags: [] },
      ],
      dropped: 4,
      fault: "tags: invalid_type",
    });
  });

  it("counts an item with several faults once", () => {
    const schema = z.array(z.object({ a: z.string(), b: z.string() }));
    expect(salvage(schema, [{}, { a: "", b: "" }])).to.include({ dropped: 1 });
  });

  it("drops the entry of a record whose value is not a list, and only the item if it is one", () => {
    const schema = z.record(z.string(), z.array(z.number()));
    expect(salvage(schema, { a: [1, "2", 3], b: null, c: [] })).to.deep.include({
      data: { a: [1, 3], c: [] },
      dropped: 2,
    });
  });

  it("drops an item whose fault shows only once others are dropped", () => {
    const schema = z.array(z.number()).check((list) => {
      if (list.value.includes(13)) list.issues.push({ code: "custom", input: 13, path: [list.value.indexOf(13)] });
    });
    expect(salvage(schema, [1, "x", 13, 2, 13])).to.deep.include({ data: [1, 2], dropped: 3 });
  });

  it("fails if nothing can be dropped", () => {
    const refused = [
      salvage(rows, "none"),
      salvage(z.object({ list: z.array(z.string()) }), { list: 7 }),
      salvage(z.tuple([z.string(), z.string()]), ["a"]),
      salvage(z.record(z.enum(["a", "b"]), z.string()), { a: "x" }),
    ];
    expect(refused.filter((one) => "error" in one)).to.have.length(4);
  });

  it("names the field and the fault, without private data", () => {
    const schema = z.record(z.string(), z.array(z.object({ s: z.string() })));
    const answer = { "sensor.diary_of_anna": [{ s: { secret: 1 } }], "sensor.b": [] };
    expect(salvage(schema, answer)).to.include({ fault: "s: invalid_type" });
  });

  it("handles a long answer in which every item is invalid", function () {
    const answer = Array.from({ length: 100_000 }, (_, index) => (index % 1_000 === 0 ? { id: "x" } : { id: null }));
    expect(salvage(rows, answer)).to.include({ dropped: 99_900 });
  });
});
