export const CHOICES = ["create", "watch", "later"] as const;

/** Which button of which offer was pressed. */
export interface Answered {
  readonly choice: (typeof CHOICES)[number];
  /** Names the offer; nobody guesses it. */
  readonly nonce: string;
}

const PREFIX = "ai_automation";

export const actionOf = ({ choice, nonce }: Answered): string => `${PREFIX}:${choice}:${nonce}`;

/** Undefined for buttons of others. */
export function readAction(text: string): Answered | undefined {
  const [prefix, word, nonce, ...rest] = text.split(":");
  const choice = CHOICES.find((one) => one === word);
  return prefix === PREFIX && choice !== undefined && nonce && rest.length === 0 ? { choice, nonce } : undefined;
}
