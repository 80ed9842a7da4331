import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { automationConfig, type AutomationConfig, type HomeAutomation } from "../model/automation.ts";
import { AppError } from "../model/errors.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import { DAY } from "../model/time.ts";
import type { RunningAutomation } from "./rules.ts";

/** The automations deployed to the simulated home, and the home's first day. */
export interface DeployedAutomations {
  readonly firstDay: number;
  current(): readonly HomeAutomation[];
  /** With the period in which each was active; the same array until something changes. */
  running(): readonly RunningAutomation[];
  /** Returns the entity id. Replaces an automation with the same id, which keeps its entity. */
  put(id: string, config: AutomationConfig, at: number): Promise<string>;
  remove(id: string, at: number): Promise<void>;
  /** Returns whether it exists. */
  setEnabled(id: string, isEnabled: boolean, at: number): Promise<boolean>;
}

/** An automation that was deployed at an instant, milliseconds UTC. */
export interface DeployedFrom {
  readonly id: string;
  readonly entityId: string;
  readonly config: AutomationConfig;
  readonly from: number;
}

/** Removed automations are kept this long, because they affect the day being simulated. */
const KEPT_AFTER_REMOVAL = 3 * DAY;

const state = z.object({
  first_day: z.int(),
  automations: z.array(
    z.object({
      id: z.string(),
      entity_id: z.string(),
      config: automationConfig,
      from: z.number(),
      to: z.number().nullable(),
      is_off: z.boolean().default(false),
    }),
  ),
});

type State = z.infer<typeof state>;
type StoredAutomation = State["automations"][number];

/**
 * Opens or creates the state file; null keeps everything in memory.
 * @throws AppError internal if the file cannot be read or written.
 */
export async function openDeployedAutomations(options: {
  readonly statePath: string | null;
  readonly firstDay: number;
  readonly takenEntityIds: readonly string[];
  /** Those of a new home. */
  readonly initial?: readonly DeployedFrom[];
}): Promise<DeployedAutomations> {
  const { statePath, takenEntityIds, firstDay, initial = [] } = options;
  let deployed = (await readState(statePath)) ?? { first_day: firstDay, automations: initial.map(asStored) };
  let running = deployed.automations.map(asRunning);
  const writing = createSerialQueue();
  await writeState(statePath, deployed);

  const update = (change: (automations: readonly StoredAutomation[]) => readonly StoredAutomation[]): Promise<void> =>
    writing.run(async () => {
      const next = { ...deployed, automations: [...change(deployed.automations)] };
      await writeState(statePath, next);
      deployed = next;
      running = deployed.automations.map(asRunning);
    });

  return {
    firstDay: deployed.first_day,
    current: () => deployed.automations.filter(exists).map(asHomeAutomation),
    running: () => running,
    put: async (id, config, at) => {
      let entityId = "";
      await update((automations) => {
        const existing = automations.filter(exists);
        const taken = new Set([...takenEntityIds, ...existing.map((automation) => automation.entity_id)]);
        entityId = existing.find((automation) => automation.id === id)?.entity_id ?? freeEntityId(config.alias, taken);
        return [
          ...ended(automations, id, at),
          { id, entity_id: entityId, config: copy(config), from: at, to: null, is_off: false },
        ];
      });
      return entityId;
    },
    remove: (id, at) => update((automations) => ended(automations, id, at)),
    setEnabled: async (id, isEnabled, at) => {
      let isKnown = false;
      await update((automations) => {
        const existing = automations.find((automation) => automation.id === id && exists(automation));
        isKnown = existing !== undefined;
        if (existing === undefined || existing.is_off === !isEnabled) return automations;
        if (!isEnabled) return automations.map((one) => (one === existing ? { ...one, to: at, is_off: true } : one));
        const past = automations.map((one) => (one === existing ? { ...one, is_off: false } : one));
        return [...past, { ...existing, from: at, to: null, is_off: false }];
      });
      return isKnown;
    },
  };
}

function ended(automations: readonly StoredAutomation[], id: string, at: number): readonly StoredAutomation[] {
  return automations
    .map((one) => (one.id === id && exists(one) ? { ...one, to: one.to ?? at, is_off: false } : one))
    .filter(({ to, is_off: isOff }) => isOff || to === null || to > at - KEPT_AFTER_REMOVAL);
}

/** One that is turned off has ended but still exists. */
const exists = ({ to, is_off: isOff }: StoredAutomation): boolean => to === null || isOff;

function asStored({ id, entityId, config, from }: DeployedFrom): StoredAutomation {
  return { id, entity_id: entityId, config: copy(config), from, to: null, is_off: false };
}

function asRunning({ entity_id: entityId, config, from, to }: StoredAutomation): RunningAutomation {
  return { entityId, config, from, to: to ?? Infinity };
}

function asHomeAutomation({ id, entity_id: entityId, config, is_off: isOff }: StoredAutomation): HomeAutomation {
  return { entityId, id, name: config.alias, isOn: !isOff, config };
}

const copy = (automation: AutomationConfig): AutomationConfig => automationConfig.parse(structuredClone(automation));

/** Builds the entity id from the alias as Home Assistant does, with a number if it is taken. */
function freeEntityId(alias: string, taken: ReadonlySet<string>): string {
  const plain = alias.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");
  const base = `automation.${slug === "" ? "unknown" : slug}`;
  let entityId = base;
  for (let n = 2; taken.has(entityId); n++) entityId = `${base}_${n}`;
  return entityId;
}

async function readState(statePath: string | null): Promise<State | undefined> {
  if (statePath === null) return undefined;
  try {
    return state.parse(JSON.parse(await readFile(statePath, "utf8")));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    const message = `The simulated home cannot read ${statePath}. Make it readable, or delete it to start over.`;
    throw new AppError("internal", message, { cause });
  }
}

async function writeState(statePath: string | null, deployed: State): Promise<void> {
  if (statePath === null) return;
  try {
    await mkdir(dirname(statePath), { recursive: true });
    await writeFile(`${statePath}.new`, `${JSON.stringify(deployed, null, 2)}\n`);
    await rename(`${statePath}.new`, statePath);
  } catch (cause) {
    const message = `The simulated home cannot write ${statePath}. Check the folder's permissions and free space.`;
    throw new AppError("internal", message, { cause });
  }
}
