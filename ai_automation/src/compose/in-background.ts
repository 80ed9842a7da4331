import type { Log } from "../model/log.ts";

/** Starts work without waiting for it. Its errors, thrown or rejected, are logged with the task's name. */
export type InBackground = (task: string, work: () => void | Promise<void>) => void;

export function createInBackground(log: Log): InBackground {
  const run = async (task: string, work: () => void | Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, task }, "background task failed");
    }
  };
  return (task, work) => void run(task, work);
}
