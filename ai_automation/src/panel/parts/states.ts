import type { Ui } from "../ui.ts";
import type { Ledger } from "../wire.ts";

type Cause = Ledger["changes"][number]["cause"];

/** Home Assistant's word for a state; numbers and states of single integrations stay as they are. */
export function stateText(state: string, { words }: Ui): string {
  const states: Readonly<Record<string, string>> = words.states;
  return states[state] ?? state;
}

/** Who or what did it: "Anna, in the app", "on the device". */
export function causeText({ kind, by, via }: Cause, { words }: Ui): string {
  const who = doerText({ kind, by }, words);
  return via === null ? who : `${who}, ${words.vias[via]}`;
}

/** The name of who or what did it, or its kind. An automation that no longer exists has only its id. */
export function doerText({ kind, by }: Pick<Cause, "kind" | "by">, words: Ui["words"]): string {
  const causes: Readonly<Record<string, string>> = words.causes;
  const isGone = by?.startsWith(`${kind}.`) === true;
  return (isGone ? null : by) ?? causes[kind] ?? kind;
}
