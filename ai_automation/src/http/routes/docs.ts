import { Router, type RequestHandler } from "express";
import swaggerUi from "swagger-ui-express";
import { allowSwaggerUi } from "../security-headers.ts";

/**
 * @openapi
 * /openapi.json:
 *   get:
 *     summary: Get this document
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
    .use("/docs", withinPrefix, allowSwaggerUi, swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: TITLE }));
}

const TITLE = "AI Automation Service";

/** Swagger UI's own redirect is absolute and would leave the ingress path. */
const withinPrefix: RequestHandler = (request, response, next) => {
  if (request.originalUrl.split("?")[0]?.endsWith("/docs") === true) response.redirect("docs/");
  else next();
};
