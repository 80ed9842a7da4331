import { Router } from "express";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Review } from "../../suggestions/deciding/review.ts";
import type { EvidencePicture } from "../../suggestions/showing/evidence.ts";
import { stateTextFor } from "../../suggestions/showing/state-text.ts";
import { replayRequest } from "../automation-edit.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { untilClosed } from "../until-closed.ts";
import { toEvidenceWire } from "../wire/evidence.ts";
import { toReplayWire } from "../wire/replay.ts";

/** The evidence of a suggestion, and replays of changed versions. */
export function replayRoutes(parts: {
  readonly evidence: (id: number) => Promise<EvidencePicture>;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly review: Pick<Review, "replay">;
}): Router {
  const { evidence, snapshot, review } = parts;
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}/evidence:
   *   get:
   *     summary: Get what people did to the targets over all history
   *     description: Also loads the history, so that replays are fast.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The evidence, content: { application/json: { schema: { $ref: "#/components/schemas/Evidence" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   */
  router.get("/api/suggestions/:id/evidence", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const home = snapshot();
    const textOf = stateTextFor(home, readerLanguage(request));
    response.json(toEvidenceWire(await evidence(id), home, textOf));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/replay:
   *   post:
   *     summary: Replay a changed automation without storing it
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody: { $ref: "#/components/requestBodies/ReplayRequest" }
   *     responses:
   *       200: { description: The replay, content: { application/json: { schema: { $ref: "#/components/schemas/Replay" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   */
  router.post("/api/suggestions/:id/replay", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { edit, span } = parseRequest(replayRequest, request.body);
    response.json(toReplayWire(await review.replay(id, edit, span, untilClosed(response))));
  });
  return router;
}
