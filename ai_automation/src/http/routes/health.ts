import { Router } from "express";

/** The service's name on the wire and in every log line. */
export const SERVICE = "ai-automation-service";

/**
 * @openapi
 * /health:
 *   get:
 *     summary: Whether this process serves
 *     tags: [Service]
 *     security: []
 *     responses:
 *       200:
 *         description: It does, whatever Home Assistant does
 *         content:
 *           application/json:
 *             schema:
 *               type: object
 *               required: [status, service, version]
 *               properties:
 *                 status: { type: string, enum: [healthy] }
 *                 service: { type: string, enum: [ai-automation-service] }
 *                 version: { type: string, example: 1.0.0 }
 */
export function healthRoutes(version: string): Router {
  const body = { status: "healthy", service: SERVICE, version };
  return Router().get("/health", (_request, response) => {
    response.json(body);
  });
}
