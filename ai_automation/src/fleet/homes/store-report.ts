import { z } from "zod";
import { fleetPolicy, type Report, type ReportAnswer, type ReportedSuggestion } from "../../model/fleet-wire.ts";
import type { FleetDatabase, TenantTransaction } from "../database/connection.ts";
import type { Claim } from "../tokens.ts";

/** Seconds between two reports of a home. */
const REPORT_EVERY = 15 * 60;

type HomeClaim = Extract<Claim, { kind: "home" }>;

const known = z.object({ digest: z.string().nullable(), policy: fleetPolicy });
const openRequest = z.object({ id: z.uuid(), kind: z.string() });

/**
 * Stores a report and returns the answer, in one transaction; undefined if the token is wrong. The same report twice has
 * the effect of one. Without details that the fleet knows, it writes one row.
 */
export async function storeReport(
  database: FleetDatabase,
  claim: HomeClaim,
  { status, digest, details, handled }: Report,
  now: Date,
): Promise<ReportAnswer | undefined> {
  return database.asTenant(claim.tenantId, async (rows) => {
    const { rows: found } = await rows.raw(
      `SELECT digest, policy FROM home_tokens JOIN home_status USING (home_id) JOIN policies USING (home_id)
        WHERE home_id = ? AND token_hash = ? FOR UPDATE OF home_status`,
      [claim.homeId, claim.hash],
    );
    const [before] = z.array(known).parse(found);
    if (before === undefined) return undefined;
    if (handled.length > 0)
      await rows("requests")
        .where({ home_id: claim.homeId })
        .whereIn("request_id", handled)
        .whereNull("handled_at")
        .update({ handled_at: now });
    if (details !== undefined && digest !== before.digest) await storeDetails(rows, claim, details);
    const isKnown = details !== undefined || digest === before.digest;
    await rows("home_status")
      .where({ home_id: claim.homeId })
      .update({ ...status, last_seen: now, ...(isKnown ? { digest } : {}) });
    const requests = await rows("requests")
      .where({ home_id: claim.homeId })
      .whereNull("handled_at")
      .select({ id: "request_id" }, "kind")
      .limit(MAX_REQUESTS);
    return {
      policy: before.policy,
      requests: z.array(openRequest).parse(requests),
      wants_details: !isKnown,
      next_report_seconds: REPORT_EVERY,
    };
  });
}

const MAX_REQUESTS = 50;

type Details = NonNullable<Report["details"]>;

async function storeDetails(
  rows: TenantTransaction,
  { tenantId, homeId }: HomeClaim,
  { suggestions, figures, shares_figures }: Details,
): Promise<void> {
  const key = { home_id: homeId, tenant_id: tenantId };
  const before = z
    .array(storedStatus)
    .parse(await rows("suggestions").where({ home_id: homeId }).select("suggestion_id", "status"));
  const decisions = decisionsSince(before, suggestions);
  await rows("suggestions")
    .where({ home_id: homeId })
    .whereNotIn(
      "suggestion_id",
      suggestions.map(({ id }) => id),
    )
    .delete();
  if (suggestions.length > 0)
    await rows("suggestions")
      .insert(suggestions.map(({ id, ...suggestion }) => ({ ...key, suggestion_id: id, ...suggestion })))
      .onConflict(["home_id", "suggestion_id"])
      .merge();
  if (decisions.length > 0)
    await rows("decisions")
      .insert(decisions.map((decision) => ({ ...key, ...decision })))
      .onConflict(["home_id", "suggestion_id", "decided_at"])
      .ignore();
  await rows("figures").where({ home_id: homeId }).delete();
  if (figures.length > 0)
    await rows("figures").insert(figures.map((figure) => ({ ...key, ...figure, is_shared: shares_figures })));
}

const storedStatus = z.object({ suggestion_id: z.coerce.number(), status: z.string() });

/** A decision is a change of status. It keeps the household's time, so that a repeated report repeats no decision. */
function decisionsSince(before: readonly z.output<typeof storedStatus>[], now: readonly ReportedSuggestion[]) {
  const statuses = new Map(before.map(({ suggestion_id, status }) => [suggestion_id, status]));
  return now.flatMap(({ id, status, reason, changed_at }) => {
    const earlier = DECISIONS.get(statuses.get(id) ?? "pending") ?? null;
    const later = DECISIONS.get(status) ?? null;
    if (earlier === later) return [];
    const decision = later ?? (earlier === "accepted" ? "undone" : "restored");
    return [{ suggestion_id: id, decided_at: changed_at, decision, reason }];
  });
}

const DECISIONS: ReadonlyMap<string, "accepted" | "rejected"> = new Map([
  ["approved", "accepted"],
  ["deployed", "accepted"],
  ["rejected", "rejected"],
]);
