import type { z } from "zod";

const MOST_FAULTS = 5;
const MOST_CHARACTERS = 200;

/**
 * Describes why a value does not match a schema, each fault with its path. Limited, because the sender of the value
 * determines how many faults there are, and the names in them.
 */
export function faultsOf({ issues }: z.ZodError): string {
  const shown = issues
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => shortened(path.length === 0 ? message : `${path.join(".")}: ${message}`));
  const more = issues.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
