import { z } from "zod";
import { SECOND } from "../model/time.ts";

const infoSchema = z.object({ data: z.object({ slug: z.string() }) });
const ANSWER_WITHIN = 10 * SECOND;

/** Where Home Assistant's interface has the panel: asked of the Supervisor until it tells; null without one. */
export function createPanelPage(
  token: string | null,
  supervisorUrl = "http://supervisor",
): () => Promise<string | null> {
  let page: string | null = null;
  return async () => {
    if (page !== null || token === null) return page;
    try {
      const answer = await fetch(`${supervisorUrl}/addons/self/info`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const parsed = infoSchema.safeParse(await answer.json());
      page = parsed.success ? `/app/${parsed.data.data.slug}` : null;
    } catch {
      return null;
    }
    return page;
  };
}
