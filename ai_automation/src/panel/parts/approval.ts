import type { Suggestion } from "../wire.ts";
import type { Words } from "../words/en.ts";

/** The message after an approval; null if Home Assistant refused the automation. */
export function approvalText({ status, title }: Pick<Suggestion, "status" | "title">, words: Words): string | null {
  if (status === "deployed") return words.created(title);
  return status === "approved" ? words.willBeCreated(title) : null;
}
