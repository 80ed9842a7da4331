import { Router } from "express";
import { z } from "zod";
import { automationYaml } from "../../automation/write/yaml.ts";
import type { Proposal, Requests } from "../../suggestions/asking/requests.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { untilClosed } from "../until-closed.ts";
import { toProposalWire } from "../wire/proposal.ts";
import type { ToSuggestionWire } from "../wire/suggestion.ts";

const words = z.strictObject({ text: z.string().trim().min(1).max(500) });

const requested = z.strictObject({
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
 */
/** Edits and new automations in plain words; what is not understood goes to the configured language model, if there is one. */
export function requestRoutes(requests: Requests, toWire: ToSuggestionWire): Router {
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}/edit:
   *   post:
   *     summary: Change a suggestion in plain words without storing it
   *     description: "Needs a language model only if not every word is understood without one. To store the returned automation, send it with PATCH."
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody: { $ref: "#/components/requestBodies/Words" }
   *     responses:
   *       200: { description: The proposed automation, content: { application/json: { schema: { $ref: "#/components/schemas/Proposal" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/NoLanguageModel" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       429: { $ref: "#/components/responses/LanguageModelLimit" }
   *       502: { $ref: "#/components/responses/LanguageModelFailed" }
   */
  router.post("/api/suggestions/:id/edit", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { text } = parseRequest(words, request.body);
    response.json(wireOf(await requests.edit(id, text, untilClosed(response))));
  });
  /**
   * @openapi
   * /api/suggestions/ask:
   *   post:
   *     summary: Ask for an automation in plain words without storing it
   *     description: "Needs a language model only if not every word is understood without one. The returned automation is replayed on all history. To store it, send it to POST /api/suggestions."
   *     tags: [Suggestions]
   *     requestBody: { $ref: "#/components/requestBodies/Words" }
   *     responses:
   *       200: { description: The proposed automation, content: { application/json: { schema: { $ref: "#/components/schemas/Proposal" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       409: { $ref: "#/components/responses/NoLanguageModel" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       429: { $ref: "#/components/responses/LanguageModelLimit" }
   *       502: { $ref: "#/components/responses/LanguageModelFailed" }
   */
  router.post("/api/suggestions/ask", async (request, response) => {
    const { text } = parseRequest(words, request.body);
    response.json(wireOf(await requests.ask(text, untilClosed(response))));
  });
  /**
   * @openapi
   * /api/suggestions:
   *   post:
   *     summary: Store a requested automation as a pending suggestion
   *     tags: [Suggestions]
   *     requestBody:
   *       required: true
   *       content:
   *         application/json:
   *           schema: { type: object, required: [automation], additionalProperties: false, properties: { automation: { type: object }, confirm_risky: { type: boolean } } }
   *     responses:
   *       201: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   */
  router.post("/api/suggestions", async (request, response) => {
    const { automation, confirm_risky: isRiskConfirmed } = parseRequest(requested, request.body);
    response.status(201).json(toWire(await requests.save(automation, isRiskConfirmed), readerLanguage(request)));
  });
  return router;
}

const wireOf = (proposal: Proposal) => toProposalWire(proposal, automationYaml(proposal.automation));
