import { expect } from "chai";
import { NO_POLICY, type Report, type ReportAnswer } from "../../../src/model/fleet-wire.ts";
import { HOUR } from "../../../src/model/time.ts";
import type { CurrentReport } from "../../../src/reporting/build-report.ts";
import { readFleetPolicy } from "../../../src/reporting/fleet-policy.ts";
import { createReporter, type Reporter } from "../../../src/reporting/reporter.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { aReport } from "../../support/a-report.ts";
import { SILENT } from "../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";
import { until } from "../../support/until.ts";

const REQUEST = { id: "11111111-1111-4111-8111-111111111111", kind: "analyse" };
const ANSWER: ReportAnswer = { policy: NO_POLICY, requests: [], wants_details: false, next_report_seconds: 900 };
const CURRENT: CurrentReport = {
  status: aReport().status,
  details: { suggestions: [], figures: [], shares_figures: false },
  digest: "a".repeat(64),
};

describe("the reporter to a fleet", () => {
  let temporary: TemporaryDatabase;
  let reporter: Reporter | undefined;
  let analyses = 0;
  let warnings: string[] = [];
  let monotonic = 0;

  const keyValues = () => createKeyValueStore(temporary.database);
  /** Answers each report with the next answer, then with the last one. */
  const startReporter = (...answers: readonly (Partial<ReportAnswer> | Error)[]): readonly Report[] => {
    const sent: Report[] = [];
    reporter = createReporter({
      read: async () => CURRENT,
      post: async (report) => {
        sent.push(report);
        const answer = answers[Math.min(sent.length, answers.length) - 1];
        if (answer instanceof Error) throw answer;
        return { ...ANSWER, ...answer };
      },
      keyValues: keyValues(),
      analyse: () => {
        analyses += 1;
      },
      random: () => 0,
      monotonic: () => monotonic,
      log: { ...SILENT, warn: (_values, event) => void warnings.push(event) },
    });
    reporter.start();
    return sent;
  };

  beforeEach(async () => {
    [analyses, warnings] = [0, []];
    temporary = await temporaryDatabase();
  });
  afterEach(async () => {
    reporter?.stop();
    await temporary.remove();
  });

  it("sends details only when the fleet asks for them", async () => {
    const sent = startReporter({ wants_details: true }, {});
    await until(() => sent.length === 2);
    expect(sent.map(({ details }) => details !== undefined)).to.deep.equal([false, true]);
  });

  it("stores the policy that it is answered with", async () => {
    const policy = { never_heating: true, never_at_night: false, max_new_per_week: 1 };
    startReporter({ policy });
    await until(async () => (await readFleetPolicy(keyValues())).never_heating);
    expect(await readFleetPolicy(keyValues())).to.deep.equal(policy);
  });

  it("carries out a request once, and reports that it has", async () => {
    const sent = startReporter({ requests: [REQUEST], next_report_seconds: 0.01 }, { next_report_seconds: 0.01 }, {});
    await until(() => sent.length === 3);
    expect(sent.map(({ handled }) => handled)).to.deep.equal([[], [REQUEST.id], []]);
    expect(analyses).to.equal(1);
  });

  it("analyses at most once an hour, however often the fleet asks", async () => {
    const asking = (first: number) =>
      Array.from({ length: 50 }, (_, index) => ({
        ...REQUEST,
        id: REQUEST.id.replace(/.{4}$/, String(first + index)),
      }));
    const answers = [1_000, 2_000, 3_000].map((first) => ({ requests: asking(first), next_report_seconds: 0.01 }));
    const sent = startReporter(...answers);
    await until(() => sent.length > 4);
    expect(analyses).to.equal(1);
    monotonic += HOUR;
    await until(() => analyses === 2);
    const count = sent.length;
    await until(() => sent.length > count + 2);
    expect(analyses).to.equal(2);
    expect(sent.flatMap(({ handled }) => handled)).to.have.length(2);
  });

  it("ignores requests that it does not know", async () => {
    const sent = startReporter({ requests: [{ ...REQUEST, kind: "reboot" }], next_report_seconds: 0.01 }, {});
    await until(() => sent.length === 2);
    expect(analyses).to.equal(0);
    expect(sent[1]?.handled).to.deep.equal([REQUEST.id]);
  });

  it("warns once while the fleet cannot be reached, and keeps the last policy", async () => {
    await keyValues().set("fleet_policy", { ...NO_POLICY, never_at_night: true });
    const sent = startReporter(new Error("away"));
    await until(() => warnings.length > 0);
    reporter?.changed();
    expect(sent).to.have.length(1);
    expect(warnings).to.deep.equal(["report to the fleet failed"]);
    expect((await readFleetPolicy(keyValues())).never_at_night).to.equal(true);
  });
});
