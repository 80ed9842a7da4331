import { Router } from "express";
import { z } from "zod";
import type { Proposal, Requests } from "../../suggestions/asking/requests.ts";
import { automationYaml } from "../../automation/write/yaml.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { replayWire, type ToSuggestionWire } from "../wire.ts";

const words = z.strictObject({ text: z.string().trim().min(1).max(500) });

const wish = z.strictObject({
  automation: z.record(z.string(), z.unknown()),
  confirm_risky: z.boolean().default(false),
});

/**
 * @openapi
 * components:
 *   requestBodies:
 *     Words:
 *       required: true
 *       content: { application/json: { schema: { type: object, required: [text], additionalProperties: false, properties: { text: { type: string, minLength: 1, maxLength: 500 } } } } }
 *   schemas:
 *     Proposal:
 *       type: object
 *       properties:
 *         plan:
 *           type: object
 *           description: What the language model made of the words, in a closed list of changes
 *           properties: { changes: { type: array, items: { type: object } }, not_possible: { type: string, nullable: true } }
 *         automation: { type: object, description: The automation with these changes }
 *         automation_yaml: { type: string }
 *         before: { type: string, nullable: true, description: The automation in words as it was }
 *         after: { type: string }
 *         doubts:
 *           type: array
 *           description: Where the words and the plan do not agree
 *           items: { type: object, properties: { kind: { type: string, enum: [not_said, left_out, days, light, direction, switching, thing] }, text: { type: string } } }
 *         note: { type: string, nullable: true, description: "What could not be done, or that history has no evidence" }
 *         replay: { $ref: "#/components/schemas/Replay" }
 */
const proposalWire = ({ plan, automation, before, after, doubts, note, replay }: Proposal) => ({
  plan,
  automation,
  automation_yaml: automationYaml(automation),
  before,
  after,
  doubts,
  note,
  replay: replayWire(replay),
});

/** Changes and wishes in people's own words, by the language model that they have turned on. */
export function requestRoutes(requests: Requests, tell: ToSuggestionWire): Router {
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}/edit:
   *   post:
   *     summary: Change a suggestion in plain words, and store nothing
   *     description: "Needs a language model. The answer's automation is stored by PATCH."
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody: { $ref: "#/components/requestBodies/Words" }
   *     responses:
   *       200: { description: What it would be, content: { application/json: { schema: { $ref: "#/components/schemas/Proposal" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { description: No language model is set up, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       429: { description: "The language model's limit is reached", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       502: { description: The language model gave no usable answer, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/edit", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { text } = parseRequest(words, request.body);
    response.json(proposalWire(await requests.edit(id, text)));
  });
  /**
   * @openapi
   * /api/suggestions/ask:
   *   post:
   *     summary: Ask for an automation in plain words, and store nothing
   *     description: "Needs a language model. The answer's automation is replayed on all history; POST /api/suggestions keeps it."
   *     tags: [Suggestions]
   *     requestBody: { $ref: "#/components/requestBodies/Words" }
   *     responses:
   *       200: { description: What it would be, content: { application/json: { schema: { $ref: "#/components/schemas/Proposal" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       409: { description: No language model is set up, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       429: { description: "The language model's limit is reached", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       502: { description: The language model gave no usable answer, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/ask", async (request, response) => {
    const { text } = parseRequest(words, request.body);
    response.json(proposalWire(await requests.ask(text)));
  });
  /**
   * @openapi
   * /api/suggestions:
   *   post:
   *     summary: Keep an automation that was asked for as a suggestion to decide on
   *     tags: [Suggestions]
   *     requestBody:
   *       required: true
   *       content:
   *         application/json:
   *           schema: { type: object, required: [automation], additionalProperties: false, properties: { automation: { type: object }, confirm_risky: { type: boolean } } }
   *     responses:
   *       201: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions", async (request, response) => {
    const { automation, confirm_risky: isRiskConfirmed } = parseRequest(wish, request.body);
    response.status(201).json(tell(await requests.save(automation, isRiskConfirmed)));
  });
  return router;
}
