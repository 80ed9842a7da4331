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

/** The message is for the user and names cause and remedy. */
export class ProviderFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProviderFailed";
  }
}
