/** Where a language model is: one call, one answer. */
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
  /** JSON, or what holds it. */
  readonly answer: unknown;
  /** What it cost, as far as the provider tells. */
  readonly tokens: number | null;
}

/** No answer came; the message says why and what to do. */
export class ProviderFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProviderFailed";
  }
}
