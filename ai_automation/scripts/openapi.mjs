// Generates dist/src/openapi.json from the JSDoc of the compiled routes. The build runs it after the compiler.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import swaggerJsdoc from "swagger-jsdoc";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const { version, description } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));

const document = swaggerJsdoc({
  failOnErrors: true,
  definition: {
    openapi: "3.0.3",
    info: { title: "AI Automation Service", description, version, license: { name: "MIT" } },
    servers: [{ url: "../", description: "Where this document was served from" }],
    security: [{ bearer: [] }, { session: [] }],
  },
  apis: [join(app, "dist/src/http/**/*.js")],
});
// Error responses that any route behind the access check can return.
const REFUSALS = { 401: "Unauthorized", 403: "Forbidden", 429: "TooManyTries", 503: "Unavailable" };
for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
  if (operation.security !== undefined) continue;
  for (const [status, name] of Object.entries(REFUSALS))
    operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
}
writeFileSync(join(app, "dist/src/openapi.json"), `${JSON.stringify(document, null, 1)}\n`);
