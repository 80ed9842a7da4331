import { z } from "zod";
import { SECOND } from "../model/time.ts";

const infoSchema = z.object({ data: z.object({ slug: z.string() }) });
const TIMEOUT = 10 * SECOND;

/** The panel's path in Home Assistant's frontend, as the Supervisor reports it; null without its answer. */
export function createPanelPage(token: string, supervisorUrl = "http://supervisor"): () => Promise<string | null> {
  let page: string | null = null;
  return async () => {
    if (page !== null) return page;
    try {
      const answer = await fetch(`${supervisorUrl}/addons/self/info`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const parsed = infoSchema.safeParse(await answer.json());
      page = parsed.success ? `/app/${parsed.data.data.slug}` : null;
    } catch {
      return null;
    }
    return page;
  };
}
