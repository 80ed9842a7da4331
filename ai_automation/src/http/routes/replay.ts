import { Router } from "express";
import type { HomeSnapshot } from "../../model/home.ts";
import type { EvidencePicture } from "../../suggestions/showing/evidence.ts";
import type { Review } from "../../suggestions/deciding/review.ts";
import { replayRequest } from "../automation-edit.ts";
import { evidenceWire } from "../wire/evidence.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { replayWire } from "../wire.ts";

/** What a suggestion rests on, and what another form of it would have done. */
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
   *     summary: What people did to its targets, over all history
   *     description: Also gets the history ready for replays.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The evidence, content: { application/json: { schema: { $ref: "#/components/schemas/Evidence" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.get("/api/suggestions/:id/evidence", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(evidenceWire(await evidence(id), snapshot()));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/replay:
   *   post:
   *     summary: Replay a changed automation, and store nothing
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody: { $ref: "#/components/requestBodies/ReplayRequest" }
   *     responses:
   *       200: { description: The replay, content: { application/json: { schema: { $ref: "#/components/schemas/Replay" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/replay", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { edit, span } = parseRequest(replayRequest, request.body);
    response.json(replayWire(await review.replay(id, edit, span)));
  });
  return router;
}
