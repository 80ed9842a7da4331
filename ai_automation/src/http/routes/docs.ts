import { Router } from "express";
import swaggerUi from "swagger-ui-express";

/**
 * @openapi
 * /openapi.json:
 *   get:
 *     summary: This document
 *     tags: [Service]
 *     security: []
 *     responses:
 *       200: { description: OpenAPI 3, content: { application/json: { schema: { type: object } } } }
 */
export function docsRoutes(document: object): Router {
  return Router()
    .get("/openapi.json", (_request, response) => {
      response.json(document);
    })
    .use("/docs", swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: "AI Automation Service" }))
    .get("/", (_request, response) => {
      response.redirect("docs/");
    });
}
