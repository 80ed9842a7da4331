/** The kinds of reasons, each of which has a text in every language. */
export const REASON_CODES = [
  ...([
    "not_an_object",
    "blueprint",
    "no_trigger",
    "no_action",
    "toggle_at_time",
    "runs_wait",
    "queued_delay",
  ] as const),
  ...(["trigger_form", "trigger_invalid", "trigger_kind", "trigger_shape", "trigger_enabled"] as const),
  ...(["condition_form", "condition_invalid", "condition_kind", "condition_shape", "condition_enabled"] as const),
  ...(["action_form", "action_shape", "action_enabled", "action_unknown", "action_template"] as const),
  ...(["device_trigger", "device_condition", "device_action"] as const),
  ...(["template_name", "template_form", "template_computed"] as const),
  ...(["occasion", "trigger_data", "trigger_new", "frequent"] as const),
  ...([
    "attribute",
    "computed_number",
    "computed_hold",
    "other_zone",
    "unit",
    "any_change",
    "moving_bound",
    "mixed_states",
  ] as const),
  ...(["script_end", "occurrence_time", "hold_of_press", "no_history"] as const),
  ...(["target_all", "target_template", "target_missing", "target_none", "target_passed_on"] as const),
  ...(["target_device", "target_area", "target_floor", "target_label", "purpose_target"] as const),
  ...(["state_after", "scene_unknown", "items_template", "computed_delay", "delay_in_branch", "reads_itself"] as const),
  ...(["after_wait", "after_timeout", "after_branch", "after_stop", "depends", "conditions_before_wait"] as const),
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** Why a part of an automation is not understood or cannot be replayed, with the values of its text. */
export interface Reason {
  readonly code: ReasonCode;
  readonly values?: Readonly<Record<string, string>>;
}

export const because = (code: ReasonCode, values?: Reason["values"]): Reason =>
  values === undefined ? { code } : { code, values };

/** Distinguishes a reason from what was read. */
export const isReason = (read: object): read is Reason => "code" in read;

/** Equal reasons count as one. */
export class ReasonSet {
  readonly #byText = new Map<string, Reason>();

  constructor(reasons: Iterable<Reason> = []) {
    for (const reason of reasons) this.add(reason);
  }

  add(reason: Reason): void {
    this.#byText.set(textOf(reason), reason);
  }

  has(reason: Reason): boolean {
    return this.#byText.has(textOf(reason));
  }

  [Symbol.iterator](): Iterator<Reason> {
    return this.#byText.values();
  }
}

const textOf = ({ code, values = {} }: Reason): string => [code, ...Object.values(values)].join("\n");
