import type { Knex } from "knex";
import { z } from "zod";
import { MINUTE } from "../../model/time.ts";
import type { TenantTransaction } from "../database/connection.ts";

export const HOME_SORTS = ["attention", "name", "state", "waiting", "last_seen"] as const;

export interface HomeQuery {
  /** Part of a name; empty for all. */
  readonly search: string;
  readonly sort: (typeof HOME_SORTS)[number];
  readonly descending: boolean;
  readonly only: "all" | "attention" | "waiting";
  readonly limit: number;
  readonly offset: number;
}

/** Why a home needs attention, most urgent first. */
export const ATTENTION = ["silent", "not_connected", "problem", "refused", "unwanted"] as const;

/** A home reports every quarter of an hour: it is silent after three missed reports. */
export const SILENT_AFTER = 50 * MINUTE;

const row = z.object({
  home_id: z.string(),
  name: z.string(),
  state: z.string(),
  version: z.string().nullable(),
  problems: z.array(z.string()),
  waiting: z.number(),
  last_analysis: z.date().nullable(),
  history_days: z.number(),
  last_seen: z.date().nullable(),
  attention: z.enum(ATTENTION).nullable(),
});

export type ListedHome = z.output<typeof row>;

export interface HomePage {
  readonly homes: readonly ListedHome[];
  readonly total: number;
}

/** A page of a tenant's homes. Sorting is by name among equals. */
export async function listHomes(rows: TenantTransaction, query: HomeQuery, now: Date): Promise<HomePage> {
  const matching = filtered(withStatus(rows, now), query);
  const found = await rows
    .from(matching.as("matching"))
    .select("*", rows.raw("count(*) OVER () AS total"))
    .orderByRaw(orderOf(query))
    .limit(query.limit)
    .offset(query.offset);
  const [first] = z.array(z.object({ total: z.coerce.number() })).parse(found);
  const total = first?.total ?? (query.offset === 0 ? 0 : await countOf(rows, matching));
  return { homes: z.array(row).parse(found), total };
}

/** A home as it is listed, or undefined if the tenant has no such home. */
export async function findHome(rows: TenantTransaction, homeId: string, now: Date): Promise<ListedHome | undefined> {
  const found = await withStatus(rows, now).where("homes.home_id", homeId).first();
  return found === undefined ? undefined : row.parse(found);
}

async function countOf(rows: TenantTransaction, matching: Knex.QueryBuilder): Promise<number> {
  const [counted] = z
    .array(z.object({ total: z.coerce.number() }))
    .parse(await rows.from(matching.as("matching")).select(rows.raw("count(*) AS total")));
  return counted?.total ?? 0;
}

const withStatus = (rows: TenantTransaction, now: Date): Knex.QueryBuilder =>
  rows("homes")
    .join("home_status", "home_status.home_id", "homes.home_id")
    .select(
      "homes.home_id",
      "homes.name",
      "state",
      "version",
      "problems",
      "waiting",
      "last_analysis",
      "history_days",
      "last_seen",
      rows.raw(
        `CASE WHEN last_seen < ? THEN 'silent'
          WHEN state NOT IN ('new', 'connected', 'connecting', 'starting') THEN 'not_connected'
          WHEN problems <> '{}' THEN 'problem'
          WHEN refused > 0 THEN 'refused'
          WHEN unwanted > 0 THEN 'unwanted' END AS attention`,
        [new Date(now.getTime() - SILENT_AFTER)],
      ),
    );

function filtered(homes: Knex.QueryBuilder, { search, only }: HomeQuery): Knex.QueryBuilder {
  const named = search === "" ? homes : homes.whereILike("homes.name", `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`);
  if (only === "waiting") return named.where("waiting", ">", 0);
  if (only === "all") return named;
  return named.client.queryBuilder().from(named.as("named")).select("*").whereNotNull("attention");
}

function orderOf({ sort, descending }: HomeQuery): string {
  const direction = descending ? "DESC" : "ASC";
  if (sort === "attention")
    return `array_position(ARRAY['${ATTENTION.join("','")}'], attention) ${direction} NULLS LAST, name, home_id`;
  return `${sort} ${direction} NULLS LAST, name, home_id`;
}
