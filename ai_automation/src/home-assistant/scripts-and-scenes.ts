import { z } from "zod";
import type { References } from "../automation/read/references.ts";
import { domainOf } from "../model/state-change.ts";
import { CommandFailed } from "./errors.ts";
import type { Rest } from "./rest.ts";
import type { Session } from "./session.ts";
import { automationConfigSchema, sceneConfigSchema, statesSchema, substitutedSchema, type WireState } from "./wire.ts";

/** The scripts and scenes of the home. Those that cannot be read are left out. */
export async function readScriptsAndScenes(
  session: Session,
  rest: Rest,
): Promise<Pick<References, "scripts" | "scenes">> {
  const states = await session.call(statesSchema, { type: "get_states" });
  const of = (domain: string): readonly WireState[] => states.filter(({ entity_id: id }) => domainOf(id) === domain);
  const [scripts, scenes] = await Promise.all([
    Promise.all(of("script").map(async ({ entity_id: id }) => [id, await scriptConfig(session, id)] as const)),
    Promise.all(of("scene").map(async (scene) => [scene.entity_id, await sceneEntities(rest, scene)] as const)),
  ]);
  return { scripts: known(scripts), scenes: known(scenes) };
}

const known = (entries: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> =>
  new Map(entries.filter(([, config]) => config !== undefined));

const blueprintUse = z.looseObject({
  use_blueprint: z.object({ path: z.string(), input: z.record(z.string(), z.unknown()).optional() }),
});

/** The config that Home Assistant builds from a blueprint. Undefined if the config uses none, or if that fails. */
export async function substitutedConfig(session: Session, domain: string, config: unknown): Promise<unknown> {
  const parsed = blueprintUse.safeParse(config);
  if (!parsed.success) return undefined;
  const { use_blueprint: use, ...own } = parsed.data;
  const substituted = await asked(async () => {
    const command = { type: "blueprint/substitute", domain, path: use.path, input: use.input ?? {} };
    return (await session.call(substitutedSchema, command)).substituted_config;
  });
  const isObject = typeof substituted === "object" && substituted !== null;
  return isObject ? { ...substituted, ...own } : undefined;
}

async function scriptConfig(session: Session, entityId: string): Promise<unknown> {
  const config = await asked(
    async () => (await session.call(automationConfigSchema, { type: "script/config", entity_id: entityId })).config,
  );
  return (await substitutedConfig(session, "script", config)) ?? config ?? undefined;
}

/** Undefined if Home Assistant refuses. */
async function asked(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CommandFailed) return undefined;
    throw error;
  }
}

/** Only the REST API has the configs of scenes, and only of those of the editor, which have an id (components/config). */
async function sceneEntities(rest: Rest, { attributes }: WireState): Promise<unknown> {
  if (typeof attributes.id !== "string") return undefined;
  try {
    const path = `/api/config/scene/config/${encodeURIComponent(attributes.id)}`;
    const { status, body } = await rest.request("GET", path);
    return status === 200 ? sceneConfigSchema.safeParse(body).data?.entities : undefined;
  } catch {
    return undefined;
  }
}
