import type { Knex } from "knex";

/**
 * Stores a report in one round trip, with plans that each connection keeps: between a server and PostgreSQL, round trips
 * and planning cost more than the rows. It runs as its caller, so that row-level security applies in it.
 *
 * The commit does not wait for the disk (PostgreSQL 15, "30.4 Asynchronous Commit"). A report that a crash loses is
 * repeated: the home sends its status every quarter of an hour, and its details as long as another digest is stored.
 */
export const storeReport: Knex.Migration = {
  up: async (knex) => {
    await knex.raw(STORE_REPORT);
    await knex.raw(`
      REVOKE ALL ON FUNCTION store_report FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION store_report TO fleet_app;
    `);
  },
  down: async (knex) => {
    await knex.raw("DROP FUNCTION store_report");
  },
};

/**
 * Returns the answer, or null if the token is wrong. All parts of the statement that stores details see the rows as they
 * were before. A decision is a change of status; it has the household's time, so that a repeated report repeats no
 * decision. Rows that have not changed are not written.
 */
const STORE_REPORT = `
CREATE FUNCTION store_report(for_tenant uuid, for_home uuid, with_hash bytea, new_status jsonb, new_digest text,
  details jsonb, handled uuid[], at_time timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  stored record;
BEGIN
  PERFORM set_config('app.tenant', for_tenant::text, true), set_config('synchronous_commit', 'off', true);
  SELECT digest IS DISTINCT FROM new_digest AS is_other, policy INTO stored
  FROM home_tokens JOIN home_status USING (home_id) JOIN policies USING (home_id)
  WHERE home_id = for_home AND token_hash = with_hash FOR UPDATE OF home_status;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;

  UPDATE home_status SET state = new.state, version = new.version, problems = new.problems, waiting = new.waiting,
    refused = new.refused, unwanted = new.unwanted, last_analysis = new.last_analysis,
    history_days = new.history_days, last_seen = at_time,
    digest = CASE WHEN details IS NULL THEN home_status.digest ELSE new_digest END
  FROM jsonb_to_record(new_status) AS new (state text, version text, problems text[], waiting integer,
    refused integer, unwanted integer, last_analysis timestamptz, history_days integer)
  WHERE home_id = for_home;

  UPDATE requests SET handled_at = at_time
  WHERE home_id = for_home AND handled_at IS NULL AND request_id = ANY(handled);

  IF details IS NOT NULL AND stored.is_other THEN
    WITH reported AS (
      SELECT *, CASE WHEN status IN ('approved', 'deployed') THEN 'accepted' WHEN status = 'rejected' THEN 'rejected'
        END AS decision
      FROM jsonb_to_recordset(details->'suggestions') AS suggestion (id bigint, status text, is_deferred boolean,
        is_paused boolean, reason text, offered_at timestamptz, changed_at timestamptz, structure jsonb)
    ), reported_figures AS (
      SELECT * FROM jsonb_to_recordset(details->'figures') AS figure (trigger text, target text, offered integer,
        accepted integer, rejected integer, runs integer, undone integer)
    ), earlier AS (
      SELECT suggestion_id, CASE WHEN status IN ('approved', 'deployed') THEN 'accepted' WHEN status = 'rejected'
        THEN 'rejected' END AS decision
      FROM suggestions WHERE home_id = for_home
    ), decided AS (
      INSERT INTO decisions (home_id, tenant_id, suggestion_id, decided_at, decision, reason)
      SELECT for_home, for_tenant, id, changed_at,
        coalesce(reported.decision, CASE earlier.decision WHEN 'accepted' THEN 'undone' ELSE 'restored' END), reason
      FROM reported LEFT JOIN earlier ON suggestion_id = id
      WHERE reported.decision IS DISTINCT FROM earlier.decision
      ON CONFLICT DO NOTHING
    ), gone AS (
      DELETE FROM suggestions WHERE home_id = for_home AND NOT suggestion_id = ANY(SELECT id FROM reported)
    ), gone_figures AS (
      DELETE FROM figures WHERE home_id = for_home
        AND NOT (trigger, target) IN (SELECT trigger, target FROM reported_figures)
    ), stored_suggestions AS (
      INSERT INTO suggestions AS old
        (home_id, tenant_id, suggestion_id, status, is_deferred, is_paused, reason, offered_at, changed_at, structure)
      SELECT for_home, for_tenant, id, status, is_deferred, is_paused, reason, offered_at, changed_at, structure
      FROM reported
      ON CONFLICT (home_id, suggestion_id) DO UPDATE SET status = excluded.status, is_deferred = excluded.is_deferred,
        is_paused = excluded.is_paused, reason = excluded.reason, offered_at = excluded.offered_at,
        changed_at = excluded.changed_at, structure = excluded.structure
      WHERE (old.status, old.is_deferred, old.is_paused, old.reason, old.offered_at, old.changed_at, old.structure)
        IS DISTINCT FROM (excluded.status, excluded.is_deferred, excluded.is_paused, excluded.reason,
          excluded.offered_at, excluded.changed_at, excluded.structure)
    )
    INSERT INTO figures AS old (home_id, tenant_id, is_shared, trigger, target, offered, accepted, rejected, runs,
      undone, acceptance_changed_at, undoing_changed_at)
    SELECT for_home, for_tenant, (details->>'shares_figures')::boolean, trigger, target, offered, accepted, rejected,
      runs, undone, at_time, at_time
    FROM reported_figures
    ON CONFLICT (home_id, trigger, target) DO UPDATE SET is_shared = excluded.is_shared, offered = excluded.offered,
      accepted = excluded.accepted, rejected = excluded.rejected, runs = excluded.runs, undone = excluded.undone,
      acceptance_changed_at = CASE WHEN (old.is_shared, old.offered, old.accepted)
        IS DISTINCT FROM (excluded.is_shared, excluded.offered, excluded.accepted)
        THEN at_time ELSE old.acceptance_changed_at END,
      undoing_changed_at = CASE WHEN (old.is_shared, old.runs, old.undone)
        IS DISTINCT FROM (excluded.is_shared, excluded.runs, excluded.undone)
        THEN at_time ELSE old.undoing_changed_at END
    WHERE (old.is_shared, old.offered, old.accepted, old.rejected, old.runs, old.undone)
      IS DISTINCT FROM (excluded.is_shared, excluded.offered, excluded.accepted, excluded.rejected, excluded.runs,
        excluded.undone);
  END IF;

  RETURN jsonb_build_object('policy', stored.policy, 'wants_details', details IS NULL AND stored.is_other, 'requests', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', request_id, 'kind', kind)), '[]') FROM (
      SELECT request_id, kind FROM requests WHERE home_id = for_home AND handled_at IS NULL LIMIT 50
    ) AS open
  ));
END $$`;
