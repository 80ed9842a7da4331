import { reportAnswer, type Report, type ReportAnswer } from "../../model/fleet-wire.ts";
import type { FleetDatabase } from "../database/connection.ts";
import type { Claim } from "../tokens.ts";

/** Seconds between two reports of a home. */
const REPORT_EVERY = 15 * 60;

const stored = reportAnswer.omit({ next_report_seconds: true }).nullable();

/** Stores a report and returns the answer; undefined if the token is wrong. The same report twice has the effect of one. */
export async function storeReport(
  database: FleetDatabase,
  { tenantId, homeId, hash }: Extract<Claim, { kind: "home" }>,
  { status, digest, details, handled }: Report,
  now: Date,
): Promise<ReportAnswer | undefined> {
  const values = [homeId, hash, JSON.stringify(status), digest, textOf(details), handled, now] as const;
  const answer = stored.parse(await database.callAsTenant("store_report", tenantId, values));
  return answer === null ? undefined : { ...answer, next_report_seconds: REPORT_EVERY };
}

const textOf = (details: Report["details"]): string | null => (details === undefined ? null : JSON.stringify(details));
