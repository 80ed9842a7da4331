import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { readAutomation } from "../../../src/automation/read/input.ts";
import { RecordingError } from "../../../src/history/recording/parse-recording.ts";
import { readRecording } from "../../../src/imports/read-recording.ts";
import { AppError } from "../../../src/model/errors.ts";
import { plausibleTime } from "../../../src/model/plausible-time.ts";

const CASES = Number(process.env.FUZZ_CASES ?? 1_000);
const options = { numRuns: CASES, seed: 5 };

/** Building blocks of automations, combined at random. */
const yaml = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "alias: x",
        "triggers:",
        "conditions: []",
        "actions:",
        "  - trigger: time",
        "    at: 07:30",
        "  - action: light.turn_on",
        "    target: {entity_id: light.a}",
        "&a [*a]",
        "<<: *b",
        "!!js/function x",
        "!!binary aGk=",
        "? {a: 1}",
        "- - -",
        "%YAML 9.9",
        "---",
        "\t",
        "{{ states('x') }}",
        "__proto__: {polluted: true}",
      ),
      fc.string({ maxLength: 30 }),
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join("\n"));

const field = fc.oneof(
  fc.constantFrom("2023-03-01T08:00:00Z", "light.hall", "on", "manual", "", '"', '"a,b"', "9".repeat(20), "\0", "é"),
  fc.string({ maxLength: 20 }),
);
const csv = fc
  .array(
    fc.array(field, { maxLength: 6 }).map((fields) => fields.join(",")),
    { maxLength: 8 },
  )
  .map((lines) => `timestamp,entity_id,state,context\n${lines.join("\n")}`);

describe(`random input, ${CASES} cases`, () => {
  it("is parsed as an automation or rejected", () => {
    fc.assert(
      fc.property(yaml, (automationYaml) => {
        try {
          parseAutomation(readAutomation({ automationYaml }));
        } catch (error) {
          expect(error).to.be.instanceOf(AppError);
        }
        expect(Object.hasOwn(Object.prototype, "polluted")).to.equal(false);
      }),
      options,
    );
  });

  it("is a config that can be replayed, or reports which parts cannot", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (triggers, conditions, actions) => {
        const plan = parseAutomation({ alias: "x", triggers, conditions, actions });
        expect(plan.unsupported).to.be.an("array");
      }),
      options,
    );
  });

  it("is a recording, or is rejected with the line number", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
    const path = join(folder, "home.csv");
    try {
      await fc.assert(
        fc.asyncProperty(csv, async (text) => {
          await writeFile(path, text);
          try {
            await readRecording(path, (row) => expect(row.at).to.be.a("number"), plausibleTime(Date.UTC(2026, 0)));
          } catch (error) {
            expect(error).to.be.instanceOf(RecordingError);
          }
        }),
        options,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
