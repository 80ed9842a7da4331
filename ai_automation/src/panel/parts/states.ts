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
  const causes: Readonly<Record<string, string>> = words.causes;
  const who = by ?? causes[kind] ?? kind;
  return via === null ? who : `${who}, ${words.vias[via]}`;
}
