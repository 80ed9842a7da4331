/** Access to a language model. */
export interface Provider {
  /** @throws ProviderFailed */
  complete(prompt: Prompt, signal: AbortSignal): Promise<Completion>;
}

export interface Prompt {
  readonly name: string;
  readonly instructions: string;
  readonly input: string;
  /** JSON Schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface Completion {
  /** JSON, or text that contains it. */
  readonly answer: unknown;
  /** Tokens used; null if the provider does not report them. */
  readonly tokens: number | null;
}

/** Characters: far more than any expected answer. */
const MAX_LENGTH = 262_144;

/** @throws ProviderFailed */
export function refuseTooLong(answer: string): void {
  if (answer.length > MAX_LENGTH)
    throw new ProviderFailed(
      "The language model's answer was too long and was discarded: try again, or use another model.",
    );
}

/** The message is for the user and names cause and remedy. */
export class ProviderFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProviderFailed";
  }
}
