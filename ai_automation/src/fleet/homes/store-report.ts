import { z } from "zod";
import { fleetPolicy, type Report, type ReportAnswer } from "../../model/fleet-wire.ts";
import { prepared, type FleetDatabase } from "../database/connection.ts";
import type { Claim } from "../tokens.ts";

/** Seconds between two reports of a home. */
const REPORT_EVERY = 15 * 60;

const reported = z.object({
  digest: z.string().nullable(),
  policy: fleetPolicy,
  requests: z.array(z.object({ id: z.uuid(), kind: z.string() })),
});

/**
 * Stores a report and returns the answer; undefined if the token is wrong. The same report twice has the effect of one.
 * A report without changes is one statement that writes one row, and details are a second: at hundreds of reports a
 * second, round trips to the database and planning cost more than anything else. A report that a crash loses is repeated:
 * the home sends its state every quarter of an hour, and its details as long as the digest stored here is another.
 */
export async function storeReport(
  database: FleetDatabase,
  { tenantId, homeId, hash }: Extract<Claim, { kind: "home" }>,
  { status, digest, details, handled }: Report,
  now: Date,
): Promise<ReportAnswer | undefined> {
  return database.asTenantRepeated(tenantId, async (rows) => {
    const { problems, ...counts } = status;
    const known = details === undefined ? null : digest;
    const values = { ...counts, problems, handled, homeId, hash, known, now };
    const found = await prepared(rows, "store_status", STORE_STATUS, values);
    const [before] = z.array(reported).parse(found.rows);
    if (before === undefined) return undefined;
    const { suggestions = [], figures = [], shares_figures = false } = details ?? {};
    if (details !== undefined && digest !== before.digest)
      await prepared(rows, "store_details", STORE_DETAILS, {
        homeId,
        tenantId,
        suggestions: JSON.stringify(suggestions),
        figures: JSON.stringify(figures),
        shares: shares_figures,
      });
    return {
      policy: before.policy,
      requests: before.requests,
      wants_details: details === undefined && digest !== before.digest,
      next_report_seconds: REPORT_EVERY,
    };
  });
}

/** Returns what was stored before, and the requests that remain; nothing if the token is wrong. */
const STORE_STATUS = `
  WITH home AS (
    SELECT home_id, digest, policy FROM home_tokens JOIN home_status USING (home_id) JOIN policies USING (home_id)
    WHERE home_id = :homeId AND token_hash = :hash FOR UPDATE OF home_status
  ), stored AS (
    UPDATE home_status SET state = :state, version = :version, problems = :problems, waiting = :waiting,
      refused = :refused, unwanted = :unwanted, last_analysis = :last_analysis, history_days = :history_days,
      last_seen = :now, digest = coalesce(:known, home_status.digest)
    FROM home WHERE home_status.home_id = :homeId AND home.home_id = home_status.home_id
  ), handled AS (
    UPDATE requests SET handled_at = :now FROM home
    WHERE requests.home_id = :homeId AND home.home_id = requests.home_id AND handled_at IS NULL
      AND request_id = ANY(:handled)
  )
  SELECT digest, policy, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', request_id, 'kind', kind)), '[]') FROM (
      SELECT request_id, kind FROM requests
      WHERE home_id = :homeId AND handled_at IS NULL AND NOT request_id = ANY(:handled) LIMIT 50
    ) AS open
  ) AS requests FROM home`;

/**
 * All parts see the rows as they were before. A decision is a change of status; it has the household's time, so that a
 * repeated report repeats no decision. Rows that have not changed are not written.
 */
const STORE_DETAILS = `
  WITH reported AS (
    SELECT *, CASE WHEN status IN ('approved', 'deployed') THEN 'accepted' WHEN status = 'rejected' THEN 'rejected' END
      AS decision
    FROM jsonb_to_recordset(:suggestions::jsonb) AS suggestion (id bigint, status text, is_deferred boolean,
      is_paused boolean, reason text, offered_at timestamptz, changed_at timestamptz, structure jsonb)
  ), reported_figures AS (
    SELECT * FROM jsonb_to_recordset(:figures::jsonb) AS figure (trigger text, target text, offered integer,
      accepted integer, rejected integer, runs integer, undone integer)
  ), earlier AS (
    SELECT suggestion_id, CASE WHEN status IN ('approved', 'deployed') THEN 'accepted' WHEN status = 'rejected'
      THEN 'rejected' END AS decision
    FROM suggestions WHERE home_id = :homeId
  ), decided AS (
    INSERT INTO decisions (home_id, tenant_id, suggestion_id, decided_at, decision, reason)
    SELECT :homeId, :tenantId, id, changed_at,
      coalesce(reported.decision, CASE earlier.decision WHEN 'accepted' THEN 'undone' ELSE 'restored' END), reason
    FROM reported LEFT JOIN earlier ON suggestion_id = id
    WHERE reported.decision IS DISTINCT FROM earlier.decision
    ON CONFLICT DO NOTHING
  ), gone AS (
    DELETE FROM suggestions WHERE home_id = :homeId AND NOT suggestion_id = ANY(SELECT id FROM reported)
  ), gone_figures AS (
    DELETE FROM figures WHERE home_id = :homeId
      AND NOT (trigger, target) IN (SELECT trigger, target FROM reported_figures)
  ), stored AS (
    INSERT INTO suggestions AS old
      (home_id, tenant_id, suggestion_id, status, is_deferred, is_paused, reason, offered_at, changed_at, structure)
    SELECT :homeId, :tenantId, id, status, is_deferred, is_paused, reason, offered_at, changed_at, structure
    FROM reported
    ON CONFLICT (home_id, suggestion_id) DO UPDATE SET status = excluded.status, is_deferred = excluded.is_deferred,
      is_paused = excluded.is_paused, reason = excluded.reason, offered_at = excluded.offered_at,
      changed_at = excluded.changed_at, structure = excluded.structure
    WHERE (old.status, old.is_deferred, old.is_paused, old.reason, old.offered_at, old.changed_at, old.structure)
      IS DISTINCT FROM (excluded.status, excluded.is_deferred, excluded.is_paused, excluded.reason,
        excluded.offered_at, excluded.changed_at, excluded.structure)
  )
  INSERT INTO figures AS old
    (home_id, tenant_id, is_shared, trigger, target, offered, accepted, rejected, runs, undone)
  SELECT :homeId, :tenantId, :shares, trigger, target, offered, accepted, rejected, runs, undone
  FROM reported_figures
  ON CONFLICT (home_id, trigger, target) DO UPDATE SET is_shared = excluded.is_shared, offered = excluded.offered,
    accepted = excluded.accepted, rejected = excluded.rejected, runs = excluded.runs, undone = excluded.undone
  WHERE (old.is_shared, old.offered, old.accepted, old.rejected, old.runs, old.undone)
    IS DISTINCT FROM (excluded.is_shared, excluded.offered, excluded.accepted, excluded.rejected, excluded.runs,
      excluded.undone)`;
