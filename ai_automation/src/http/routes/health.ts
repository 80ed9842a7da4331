import { Router } from "express";
import { toHealthWire } from "../wire/health.ts";

/**
 * @openapi
 * /health:
 *   get:
 *     summary: Check that this process serves requests
 *     tags: [Service]
 *     security: []
 *     responses:
 *       200: { description: "It serves requests, even while Home Assistant cannot be reached", content: { application/json: { schema: { $ref: "#/components/schemas/Health" } } } }
 */
export function healthRoutes(version: string): Router {
  return Router().get("/health", (_request, response) => {
    response.json(toHealthWire(version));
  });
}
