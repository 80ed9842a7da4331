/** A trigger, condition or action as Home Assistant writes it; read by `replay/` as far as it can be replayed. */
export type ConfigPart = Readonly<Record<string, unknown>>;

/** A Home Assistant automation config with plural keys, as `POST /api/config/automation/config/<id>` takes it. */
export interface AutomationConfig {
  readonly alias: string;
  readonly description?: string;
  readonly triggers: readonly ConfigPart[];
  readonly conditions: readonly ConfigPart[];
  readonly actions: readonly ConfigPart[];
  readonly mode?: "single" | "restart" | "queued" | "parallel";
}

/** That an automation of the home ran: its conditions held. */
export interface AutomationRun {
  /** `automation.x` */
  readonly entityId: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** An automation that exists in the home. */
export interface HomeAutomation {
  /** `automation.x` */
  readonly entityId: string;
  /** The config id, null for YAML automations without one. */
  readonly id: string | null;
  readonly name: string;
  readonly isOn: boolean;
  /** As Home Assistant answers it, or null where it would not tell. */
  readonly config: unknown;
}
