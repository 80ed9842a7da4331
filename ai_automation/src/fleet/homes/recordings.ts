import { createHash } from "node:crypto";
import { z } from "zod";
import { structure } from "../../model/fleet-wire.ts";
import type { TenantTransaction } from "../database/connection.ts";

export interface HandedOver {
  readonly zone: string;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** Whether the household lets the results have names and automations. */
  readonly showsNames: boolean;
  /** CSV, gzipped. */
  readonly content: Buffer;
}

interface HomeKey {
  readonly tenantId: string;
  readonly homeId: string;
}

/**
 * Stores a recording. Its id is made of the home and the content: the same file twice is one recording.
 * @returns its id, and whether it is new
 */
export async function storeRecording(
  rows: TenantTransaction,
  { tenantId, homeId }: HomeKey,
  { zone, location, showsNames, content }: HandedOver,
  now: Date,
): Promise<{ readonly recordingId: string; readonly isNew: boolean }> {
  const recordingId = idOf(homeId, content);
  const stored = await rows("recordings")
    .insert({
      home_id: homeId,
      recording_id: recordingId,
      tenant_id: tenantId,
      zone,
      latitude: location?.latitude ?? null,
      longitude: location?.longitude ?? null,
      shows_names: showsNames,
      content,
      received_at: now,
    })
    .onConflict(["home_id", "recording_id"])
    .ignore()
    .returning("recording_id");
  return { recordingId, isNew: stored.length > 0 };
}

/** A version 8 UUID (RFC 9562), made of a hash. */
function idOf(homeId: string, content: Buffer): string {
  const hash = createHash("sha256").update(homeId).update(content).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const stored = z.object({
  zone: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  shows_names: z.boolean(),
  content: z.instanceof(Buffer),
});

/** The recording, unless it is deleted or analysed already. */
export async function unanalysedRecording(
  rows: TenantTransaction,
  homeId: string,
  recordingId: string,
): Promise<HandedOver | undefined> {
  const key = { home_id: homeId, recording_id: recordingId };
  const found = await rows("recordings")
    .where(key)
    .whereNotExists(rows("analyses").where(key).select("home_id"))
    .first(Object.keys(stored.shape));
  if (found === undefined) return undefined;
  const { zone, latitude, longitude, shows_names, content } = stored.parse(found);
  const location = latitude === null || longitude === null ? null : { latitude, longitude };
  return { zone, location, showsNames: shows_names, content };
}

const findings = z.strictObject({
  suggestions: z.array(z.strictObject({ structure, automation: z.record(z.string(), z.unknown()).nullable() })),
  near_misses: z.number().int(),
  self_acting: z.number().int(),
  /** Why there are no suggestions at all, or why the recording could not be read. */
  obstacle: z.string().nullable(),
});

export const analysis = z.object({
  outcome: z.enum(["analysed", "unreadable"]),
  findings,
  changes: z.number().int(),
  seconds: z.number(),
});

export type Analysis = z.output<typeof analysis>;

/** Stores the result. A second result of the same recording, of a job that ran twice, changes nothing. */
export async function storeAnalysis(
  rows: TenantTransaction,
  { tenantId, homeId }: HomeKey,
  recordingId: string,
  result: Analysis,
  now: Date,
): Promise<void> {
  await rows("analyses")
    .insert({ ...result, home_id: homeId, recording_id: recordingId, tenant_id: tenantId, finished_at: now })
    .onConflict(["home_id", "recording_id"])
    .ignore();
}

const listed = z.object({
  recording_id: z.string(),
  received_at: z.date(),
  outcome: analysis.shape.outcome.nullable(),
  findings: findings.nullable(),
  changes: z.number().nullable(),
  seconds: z.number().nullable(),
  finished_at: z.date().nullable(),
});

export type ListedRecording = z.output<typeof listed>;

/** A home's recordings with their analyses, newest first. */
export async function listRecordings(
  rows: TenantTransaction,
  homeId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly ListedRecording[]> {
  const found = await rows("recordings")
    .leftJoin("analyses", {
      "analyses.home_id": "recordings.home_id",
      "analyses.recording_id": "recordings.recording_id",
    })
    .where("recordings.home_id", homeId)
    .select("recordings.recording_id", "received_at", "outcome", "findings", "changes", "seconds", "finished_at")
    .orderBy("received_at", "desc")
    .limit(page.limit)
    .offset(page.offset);
  return z.array(listed).parse(found);
}
