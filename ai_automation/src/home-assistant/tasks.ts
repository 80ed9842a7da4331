import { z } from "zod";
import type { HomeTasks } from "../model/home.ts";
import { CommandFailed, ConnectionLost, NoAnswer } from "./errors.ts";
import type { Session } from "./session.ts";

/** Runs prompts on the language models that are set up in Home Assistant: components/ai_task. */
export function createTasks(currentSession: () => Session | undefined): HomeTasks {
  return {
    generate: async ({ name, instructions, entityId }) => {
      const session = currentSession();
      if (session === undefined) return { outcome: "away", reason: "Home Assistant cannot be reached." };
      try {
        const { response } = await session.call(answerSchema, {
          type: "call_service",
          domain: "ai_task",
          service: "generate_data",
          service_data: { task_name: name, instructions, ...(entityId === null ? {} : { entity_id: entityId }) },
          return_response: true,
        });
        return { outcome: "done", data: response.data };
      } catch (error) {
        if (error instanceof ConnectionLost || error instanceof NoAnswer)
          return { outcome: "away", reason: error.message };
        if (error instanceof CommandFailed) return { outcome: "refused", reason: error.message };
        throw error;
      }
    },
  };
}

const answerSchema = z.object({ response: z.object({ data: z.unknown() }) });
