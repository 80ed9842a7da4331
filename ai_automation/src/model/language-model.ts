import type { z } from "zod";

/** A prompt for a language model. Everything in it leaves the service, and nothing else does. */
export interface Question<T> {
  readonly task: "change" | "words";
  /** Contains nothing about the home. */
  readonly instructions: string;
  readonly input: string;
  /** The answer's schema; anything else is rejected. */
  readonly form: z.ZodType<T>;
  /** The schema that the model is shown, if `form` accepts more than that. */
  readonly shown?: z.ZodType;
}

/** The port to a language model that the user has turned on. */
export interface LanguageModel {
  /**
   * Aborting the signal ends the call, or prevents it while it is queued.
   * @throws AppError language_model_failed, language_model_limit
   */
  ask<T>(question: Question<T>, signal?: AbortSignal): Promise<T>;
}
