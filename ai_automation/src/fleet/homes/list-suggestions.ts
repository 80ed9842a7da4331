import { z } from "zod";
import { structure } from "../../model/fleet-wire.ts";
import { SUGGESTION_STATUSES } from "../../model/suggestion.ts";
import type { TenantTransaction } from "../database/connection.ts";

export interface SuggestionQuery {
  readonly homeId?: string | undefined;
  readonly status?: (typeof SUGGESTION_STATUSES)[number] | undefined;
  readonly limit: number;
  readonly offset: number;
}

const row = z.object({
  home_id: z.string(),
  suggestion_id: z.coerce.number(),
  status: z.enum(SUGGESTION_STATUSES),
  is_deferred: z.boolean(),
  is_paused: z.boolean(),
  reason: z.string().nullable(),
  offered_at: z.date(),
  changed_at: z.date(),
  structure,
});

export type ListedSuggestion = z.output<typeof row>;

/** A page of suggestions by home and number. */
export async function listSuggestions(
  rows: TenantTransaction,
  { homeId, status, limit, offset }: SuggestionQuery,
): Promise<readonly ListedSuggestion[]> {
  const wanted = {
    ...(homeId === undefined ? {} : { home_id: homeId }),
    ...(status === undefined ? {} : { status }),
  };
  const found = await rows("suggestions")
    .where(wanted)
    .select(Object.keys(row.shape))
    .orderBy(["home_id", "suggestion_id"])
    .limit(limit)
    .offset(offset);
  return z.array(row).parse(found);
}

const decision = z.object({
  home_id: z.string(),
  suggestion_id: z.coerce.number(),
  decided_at: z.date(),
  decision: z.enum(["accepted", "rejected", "undone", "restored"]),
  reason: z.string().nullable(),
});

export type ListedDecision = z.output<typeof decision>;

/** A home's decisions, newest first. */
export async function listDecisions(
  rows: TenantTransaction,
  homeId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedDecision[]> {
  const found = await rows("decisions")
    .where({ home_id: homeId })
    .select(Object.keys(decision.shape))
    .orderBy("decided_at", "desc")
    .limit(page.limit)
    .offset(page.offset);
  return z.array(decision).parse(found);
}
