import type { z } from "zod";

/** What a language model is asked. Everything in it leaves the service, and nothing else does. */
export interface Question<T> {
  readonly task: "change" | "words";
  /** The same for every question of a task. */
  readonly instructions: string;
  readonly input: string;
  /** What an answer has to look like; anything else is no answer. */
  readonly form: z.ZodType<T>;
}

/** The port to a language model that the user has turned on. */
export interface LanguageModel {
  /** @throws AppError language_model_failed, language_model_limit */
  ask<T>(question: Question<T>): Promise<T>;
}
