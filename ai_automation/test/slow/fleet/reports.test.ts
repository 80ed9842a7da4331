import { expect } from "chai";
import type { ReportedSuggestion } from "../../../src/model/fleet-wire.ts";
import type { CallingTenant, RunningFleet } from "../../support/a-fleet.ts";
import { aReport, aReportedSuggestion } from "../../support/a-report.ts";
import { withFleet } from "./with-fleet.ts";

describe("a home's reports to the fleet", () => {
  let fleet: RunningFleet;
  let tenant: CallingTenant;
  let home = { id: "", token: "" };
  let reports = 0;

  const report = async (parts: Parameters<typeof aReport>[0]) =>
    (await tenant.call("POST", "/fleet/report", aReport(parts), home.token)).body;
  const reportSuggestions = (...suggestions: readonly ReportedSuggestion[]) => {
    reports += 1;
    const digest = String(reports).padStart(64, "0");
    return report({ digest, details: { suggestions: [...suggestions], figures: [], shares_figures: false } });
  };
  const stored = async () => (await tenant.call("GET", `/fleet/suggestions?home_id=${home.id}`)).body.suggestions;
  const decisions = async () =>
    (await tenant.call("GET", `/fleet/homes/${home.id}/decisions`)).body.decisions
      .toReversed()
      .map((one: { suggestion_id: number; decision: string; reason: string | null }) =>
        [one.suggestion_id, one.decision, one.reason].join(" ").trim(),
      );

  withFleet(async (parts) => {
    ({ fleet } = parts);
    tenant = await fleet.tenant("Manager");
  });
  beforeEach(async () => {
    const { body } = await tenant.call("POST", "/fleet/homes", { name: "Flat" });
    home = { id: body.home_id, token: body.token };
  });

  it("are asked for details only while the fleet does not have them", async () => {
    const digest = "d".repeat(64);
    expect((await report({ digest })).wants_details).to.equal(true);
    expect((await report({ digest })).wants_details).to.equal(true);
    await report({ digest, details: { suggestions: [], figures: [], shares_figures: false } });
    expect((await report({ digest })).wants_details).to.equal(false);
  });

  it("show a home's state", async () => {
    await report({ status: { state: "unreachable", waiting: 3, problems: ["mqtt_login_refused"], history_days: 40 } });
    const { body } = await tenant.call("GET", `/fleet/homes/${home.id}`);
    expect(body).to.deep.include({
      state: "unreachable",
      waiting: 3,
      problems: ["mqtt_login_refused"],
      history_days: 40,
      attention: "not_connected",
    });
  });

  it("replace the suggestions of the report before", async () => {
    await reportSuggestions(aReportedSuggestion({ id: 1 }), aReportedSuggestion({ id: 2 }));
    const changed = aReportedSuggestion({ id: 2, is_deferred: true });
    await reportSuggestions(changed, aReportedSuggestion({ id: 3 }));
    const rows = await stored();
    expect(rows.map(({ suggestion_id }: { suggestion_id: number }) => suggestion_id)).to.deep.equal([2, 3]);
    const { id, ...rest } = changed;
    expect(rows[0]).to.deep.equal({ home_id: home.id, suggestion_id: id, ...rest });
  });

  it("record each decision of the household once", async () => {
    const at = (hour: number): string => `2026-01-02T0${hour}:00:00.000Z`;
    await reportSuggestions(aReportedSuggestion({ id: 1 }), aReportedSuggestion({ id: 2 }));
    const decided = [
      aReportedSuggestion({ id: 1, status: "deployed", changed_at: at(1) }),
      aReportedSuggestion({ id: 2, status: "rejected", reason: "not_at_night", changed_at: at(2) }),
    ];
    await reportSuggestions(...decided);
    await reportSuggestions(...decided);
    await reportSuggestions(aReportedSuggestion({ id: 1, changed_at: at(3) }), decided[1]!);
    await reportSuggestions(
      aReportedSuggestion({ id: 1, changed_at: at(3) }),
      aReportedSuggestion({ id: 2, changed_at: at(4) }),
    );
    expect(await decisions()).to.deep.equal(["1 accepted", "2 rejected not_at_night", "1 undone", "2 restored"]);
  });

  it("are answered with requests until they were carried out", async () => {
    const { body } = await tenant.call("POST", `/fleet/homes/${home.id}/requests`, { kind: "analyse" });
    const again = await tenant.call("POST", `/fleet/homes/${home.id}/requests`, { kind: "analyse" });
    expect(again.body).to.deep.equal(body);
    const request = { id: body.request_id, kind: "analyse" };
    expect((await report({})).requests).to.deep.equal([request]);
    expect((await report({})).requests).to.deep.equal([request]);
    expect((await report({ handled: [request.id] })).requests).to.deep.equal([]);
    expect((await report({})).requests).to.deep.equal([]);
  });

  it("are answered with the policy of the tenant, also in homes added later", async () => {
    const policy = { never_heating: true, never_at_night: true, max_new_per_week: 2 };
    await tenant.call("PUT", "/fleet/policy", policy);
    expect((await report({})).policy).to.deep.equal(policy);
    const { body } = await tenant.call("POST", "/fleet/homes", { name: "later" });
    expect((await tenant.call("POST", "/fleet/report", aReport(), body.token)).body.policy).to.deep.equal(policy);
    expect((await tenant.call("GET", "/fleet/policy")).body).to.deep.equal(policy);
  });

  it("are refused if they do not match the schema, are too large or come too often", async () => {
    const invalid = await tenant.call("POST", "/fleet/report", { ...aReport(), names: ["Anna"] }, home.token);
    expect([invalid.status, invalid.body.error.code]).to.deep.equal([400, "bad_request"]);
    const large = await tenant.call("POST", "/fleet/report", { text: "x".repeat(300_000) }, home.token);
    expect([large.status, large.body.error.code]).to.deep.equal([413, "payload_too_large"]);
    const statuses = new Set<number>();
    for (let i = 0; i < 25; i++)
      statuses.add((await tenant.call("POST", "/fleet/report", aReport(), home.token)).status);
    expect([...statuses]).to.deep.equal([200, 429]);
    const { headers } = await tenant.call("POST", "/fleet/report", aReport(), home.token);
    expect(Number(headers.get("retry-after"))).to.be.within(1, 10);
  });
});
