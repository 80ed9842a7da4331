import type { Knex } from "knex";
import { z } from "zod";
import { DAY } from "../../model/time.ts";
import type { FleetDatabase, TenantTransaction } from "../database/connection.ts";

/** A figure is released if at least this many homes share it, not counting those of the largest tenant. */
export const K = 20;

/** Comparing two releases must not show one home's answer: a release stands for a week, in whole percent. */
const RELEASED_EVERY = 7 * DAY;

/**
 * Releases how often suggestions of a kind are accepted and how often their runs are undone, over all homes that share
 * their figures. Every home counts the same, however many suggestions it has. Without the largest tenant there are still
 * `K` homes, so that no tenant can find out about a home by adding homes of its own.
 * @returns whether a release was due
 */
export async function releaseFigures(database: FleetDatabase, now: Date): Promise<boolean> {
  return database.acrossTenants(async (figures) => {
    const { last } = z
      .object({ last: z.date().nullable() })
      .parse(await figures("released_figures").max({ last: "released_at" }).first());
    if (last !== null && now.getTime() - last.getTime() < RELEASED_EVERY) return false;
    await figures("released_figures").delete();
    await figures.raw(RELEASE, [now, K]);
    return true;
  });
}

const RELEASE = `
  INSERT INTO released_figures (trigger, target, homes, accepted_percent, undone_percent, released_at)
  SELECT trigger, target, (sum(homes) / 10)::integer * 10,
    round(100 * sum(accepted) / sum(homes)), round(100 * sum(undone) / nullif(sum(homes_with_runs), 0)), ?
  FROM (
    SELECT trigger, target, tenant_id, count(*) AS homes, sum(accepted::numeric / offered) AS accepted,
      count(*) FILTER (WHERE runs > 0) AS homes_with_runs,
      sum(least(undone, runs)::numeric / nullif(runs, 0)) AS undone
    FROM figures WHERE is_shared AND offered > 0 GROUP BY trigger, target, tenant_id
  ) AS of_tenants
  GROUP BY trigger, target HAVING sum(homes) - max(homes) >= ?`;

const released = z.object({
  trigger: z.string(),
  target: z.string(),
  homes: z.number(),
  accepted_percent: z.number(),
  undone_percent: z.number().nullable(),
});

export type ReleasedFigure = z.output<typeof released>;

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
