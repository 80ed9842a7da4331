import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";

/** The message after an approval; null if Home Assistant refused the automation. */
export function approvalText(
  { status, title }: Pick<Suggestion, "status" | "title">,
  { words, fill }: Ui,
): string | null {
  if (status === "deployed") return fill(words.created, { name: title });
  return status === "approved" ? fill(words.willBeCreated, { name: title }) : null;
}
