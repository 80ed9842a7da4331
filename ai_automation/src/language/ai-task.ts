import type { HomeTasks } from "../model/home.ts";
import { ProviderFailed, refuseTooLong, type Provider } from "./provider.ts";

/** A language model through Home Assistant's AI Task: one entity, or null for the preferred one. Reports no token usage. */
export function createAiTask(tasks: HomeTasks, entityId: string | null): Provider {
  return {
    complete: async ({ name, instructions, input }, signal) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      const instruction = `${instructions}\n\n${input}`;
      const answer = await Promise.race([tasks.generate({ name, instructions: instruction, entityId }), aborted]);
      if (answer.outcome === "done") {
        refuseTooLong(typeof answer.data === "string" ? answer.data : JSON.stringify(answer.data ?? null));
        return { answer: answer.data, tokens: null };
      }
      throw new ProviderFailed(`Home Assistant's AI Task returned no answer: ${answer.reason}`);
    },
  };
}
