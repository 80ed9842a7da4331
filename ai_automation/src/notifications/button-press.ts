export const CHOICES = ["create", "watch", "later"] as const;

/** A pressed button of an offer. */
export interface ButtonPress {
  readonly choice: (typeof CHOICES)[number];
  /** Identifies the offer; random, so that it cannot be guessed. */
  readonly nonce: string;
}

const PREFIX = "ai_automation";

/** The text by which Home Assistant's apps report that a button was pressed. */
export const actionOf = ({ choice, nonce }: ButtonPress): string => `${PREFIX}:${choice}:${nonce}`;

/** Undefined for buttons of other apps. */
export function readAction(text: string): ButtonPress | undefined {
  const [prefix, name, nonce, ...rest] = text.split(":");
  const choice = CHOICES.find((one) => one === name);
  return prefix === PREFIX && choice !== undefined && nonce && rest.length === 0 ? { choice, nonce } : undefined;
}
