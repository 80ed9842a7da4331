import type { Knex } from "knex";
import { z } from "zod";
import { DAY } from "../../model/time.ts";
import type { FleetDatabase, TenantTransaction } from "../database/connection.ts";

/** A figure is released if at least this many homes share it, not counting those of the largest tenant. */
export const K = 20;

/** A released figure stands for a week at least. */
const RELEASED_EVERY = 7 * DAY;

/**
 * Releases how often suggestions of a kind are accepted and how often their runs are undone, over all homes that share
 * their figures. Every home counts the same, however many suggestions it has. Without the largest tenant there are still
 * `K` homes, so that no tenant can find out about a home by adding homes of its own. A release is replaced only when `K`
 * homes have changed, again without the largest tenant's: the difference of two releases is never one home's answer.
 * The share undone is released by the same rules over the homes whose automations have run.
 * @returns how many figures were released anew
 */
export async function releaseFigures(database: FleetDatabase, now: Date): Promise<number> {
  return database.acrossTenants(async (figures) => {
    const bindings = { now, before: new Date(now.getTime() - RELEASED_EVERY), k: K };
    const acceptance = z.object({ rowCount: z.number() }).parse(await figures.raw(RELEASE_ACCEPTANCE, bindings));
    await figures.raw(RELEASE_UNDOING, bindings);
    return acceptance.rowCount;
  });
}

const RELEASE_ACCEPTANCE = `
  INSERT INTO released_figures AS released (trigger, target, homes, accepted_percent, released_at)
  SELECT trigger, target, (sum(homes) / 10)::integer * 10, round(100 * sum(accepted) / sum(homes)), :now
  FROM (
    SELECT trigger, target, tenant_id, count(*) AS homes, sum(accepted::numeric / offered) AS accepted,
      count(*) FILTER (WHERE released_at IS NULL OR acceptance_changed_at > released_at) AS changed
    FROM figures LEFT JOIN released_figures USING (trigger, target)
    WHERE is_shared AND offered > 0 GROUP BY trigger, target, tenant_id
  ) AS of_tenants
  GROUP BY trigger, target HAVING sum(homes) - max(homes) >= :k AND sum(changed) - max(changed) >= :k
  ON CONFLICT (trigger, target) DO UPDATE
  SET homes = excluded.homes, accepted_percent = excluded.accepted_percent, released_at = excluded.released_at
  WHERE released.released_at <= :before`;

const RELEASE_UNDOING = `
  UPDATE released_figures SET undone_percent = percent, undone_released_at = :now
  FROM (
    SELECT trigger, target, round(100 * sum(undone) / sum(homes)) AS percent
    FROM (
      SELECT trigger, target, tenant_id, count(*) AS homes, sum(least(undone, runs)::numeric / runs) AS undone,
        count(*) FILTER (WHERE undone_released_at IS NULL OR undoing_changed_at > undone_released_at) AS changed
      FROM figures LEFT JOIN released_figures USING (trigger, target)
      WHERE is_shared AND offered > 0 AND runs > 0 GROUP BY trigger, target, tenant_id
    ) AS of_tenants
    GROUP BY trigger, target HAVING sum(homes) - max(homes) >= :k AND sum(changed) - max(changed) >= :k
  ) AS sums
  WHERE released_figures.trigger = sums.trigger AND released_figures.target = sums.target
    AND (undone_released_at IS NULL OR undone_released_at <= :before)`;

const released = z.object({
  trigger: z.string(),
  target: z.string(),
  homes: z.number(),
  accepted_percent: z.number(),
  undone_percent: z.number().nullable(),
});

export type ReleasedFigure = z.output<typeof released>;

/** The figures across homes that were released last, by trigger and target. */
export async function readReleased(rows: Knex): Promise<readonly ReleasedFigure[]> {
  const found = await rows("released_figures").select(Object.keys(released.shape)).orderBy(["trigger", "target"]);
  return z.array(released).parse(found);
}

const own = z.object({
  trigger: z.string(),
  target: z.string(),
  homes: z.coerce.number(),
  offered: z.coerce.number(),
  accepted: z.coerce.number(),
  rejected: z.coerce.number(),
  runs: z.coerce.number(),
  undone: z.coerce.number(),
});

export type OwnFigure = z.output<typeof own>;

/** The sums over the tenant's own homes. */
export async function readOwn(rows: TenantTransaction): Promise<readonly OwnFigure[]> {
  const found = await rows("figures")
    .groupBy("trigger", "target")
    .orderBy(["trigger", "target"])
    .select("trigger", "target", rows.raw("count(*) AS homes"))
    .sum({ offered: "offered", accepted: "accepted", rejected: "rejected", runs: "runs", undone: "undone" });
  return z.array(own).parse(found);
}
