import { z } from "zod";

const configPart = z.record(z.string(), z.unknown()).readonly();

/** A trigger, condition or action as Home Assistant writes it; `automation/read` parses it for replay. */
export type ConfigPart = z.infer<typeof configPart>;

/**
 * A Home Assistant automation config with plural keys, as `POST /api/config/automation/config/<id>` accepts it: the one
 * schema for the API, the store and Home Assistant's answers. Unknown keys are dropped; `.strict()` rejects them.
 */
export const automationConfig = z.object({
  alias: z.string(),
  description: z.string().exactOptional(),
  triggers: z.array(configPart).readonly(),
  conditions: z.array(configPart).readonly(),
  actions: z.array(configPart).readonly(),
  mode: z.enum(["single", "restart", "queued", "parallel"]).exactOptional(),
  /** The other keys of 2026.11 (components/automation/config.py), which we never write ourselves, but never lose either. */
  max: z.number().int().exactOptional(),
  max_exceeded: z.string().exactOptional(),
  variables: configPart.exactOptional(),
  trigger_variables: configPart.exactOptional(),
  trace: configPart.exactOptional(),
  initial_state: z.boolean().exactOptional(),
});

export type AutomationConfig = Readonly<z.infer<typeof automationConfig>>;

/** A run of an existing automation: triggered, with its conditions true. */
export interface AutomationRun {
  /** `automation.x` */
  readonly entityId: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** Absent if nobody knows, or if somebody started it. */
  readonly startedBy?: RunTrigger;
}

/** The trigger of a run. */
export interface RunTrigger {
  readonly kind: RunTriggerKind;
  /** The entity that changed, if one did. */
  readonly entityId: string | null;
}

type RunTriggerKind =
  "state" | "zone" | "time" | "sun" | "event" | "mqtt" | "webhook" | "tag" | "home_assistant" | "other";

/** A run without its trigger, if that is an entity that is not to be stored. */
export function withoutTrigger(run: AutomationRun, isLeftOut: (entityId: string) => boolean): AutomationRun {
  const { startedBy, ...others } = run;
  const entityId = startedBy?.entityId ?? null;
  return entityId !== null && isLeftOut(entityId) ? others : run;
}

export interface HomeAutomation {
  /** `automation.x` */
  readonly entityId: string;
  /** The config id, null for YAML automations without one. */
  readonly id: string | null;
  readonly name: string;
  readonly isOn: boolean;
  /** As Home Assistant returns it; null if it returns none. */
  readonly config: unknown;
  /** The config that Home Assistant builds from a blueprint and its inputs. */
  readonly substituted?: unknown;
  /** The config with targets, scripts, scenes and blueprints in place of their references; absent where that is the config. */
  readonly resolved?: unknown;
}
