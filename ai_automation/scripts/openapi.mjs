// Generates dist/src/openapi.json from the JSDoc of the routes. The build runs it after the compiler.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import swaggerJsdoc from "swagger-jsdoc";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const { version, description } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));

const FAILURES = { 500: "Internal", 507: "Storage" };

write("dist/src/openapi.json", {
  title: "AI Automation Service",
  apis: ["src/http/**/*.ts"],
  security: [{ bearer: [] }, { session: [] }],
  refusals: { 401: "Unauthorized", 403: "Forbidden", 429: "TooManyTries", 503: "Unavailable" },
});
write("dist/src/fleet/openapi.json", {
  title: "AI Automation Fleet",
  apis: ["src/fleet/**/*.ts", "src/http/wire/error.ts"],
  security: [{ tenant: [] }],
  refusals: { 401: "Unauthorized", 403: "Forbidden", 429: "TooManyTries" },
});

/** `refusals` are the responses of every route behind the access check. */
function write(file, { title, apis, security, refusals }) {
  const document = swaggerJsdoc({
    failOnErrors: true,
    definition: {
      openapi: "3.0.3",
      info: { title, description, version, license: { name: "MIT" } },
      servers: [{ url: "../", description: "Where this document was served from" }],
      security,
    },
    apis: apis.map((files) => join(app, files)),
  });
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const isOpen = operation.security?.length === 0;
    for (const [status, name] of Object.entries(isOpen ? FAILURES : { ...FAILURES, ...refusals }))
      operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
  }
  closeObjects(document);
  writeFileSync(join(app, file), `${JSON.stringify(document, null, 1)}\n`);
}

/** Objects that list their properties have all of them and no others, unless they say otherwise. */
function closeObjects(node) {
  if (typeof node !== "object" || node === null) return;
  if (node.type === "object" && typeof node.properties === "object") {
    node.required ??= Object.keys(node.properties);
    node.additionalProperties ??= false;
  }
  for (const child of Object.values(node)) closeObjects(child);
}
