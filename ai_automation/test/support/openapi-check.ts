import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

export interface AnswerToCheck {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  /** Parsed if it is JSON. */
  readonly body: unknown;
}

/** Compares responses with the OpenAPI document; returns the differences. */
export interface OpenApiCheck {
  answer(answer: AnswerToCheck): readonly string[];
  /** The data of a server-sent event. */
  event(name: string, data: unknown): readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** The document written by the build. */
export const OPENAPI: Json = JSON.parse(readFileSync(new URL("../../src/openapi.json", import.meta.url), "utf8"));

const DOCUMENTED = /^\/(api\/|fleet\/(?!login$|logout$|style\.css$)|health$|openapi\.json$)/;
/** Node responds to these itself, before the service sees the request. */
const HEADERS_TOO_LARGE = 431;

export function createOpenApiCheck(document: Json): OpenApiCheck {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  formats.default(ajv);
  ajv.addSchema(record(asJsonSchema(document)), "openapi");
  const validators = new Map<string, ValidateFunction>();
  const faultsOf = (pointer: string, value: unknown): readonly string[] => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
    validators.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };

  const responseFaults = (pointer: string, answer: AnswerToCheck): readonly string[] => {
    const response = at(document, pointer);
    if (typeof response.$ref === "string") return responseFaults(response.$ref.slice(1), answer);
    const { body } = answer;
    if (response.content === undefined)
      return body === "" || body === undefined ? [] : ["a body, but none is documented"];
    const type = (answer.contentType ?? "").split(";")[0] ?? "";
    if (!Object.hasOwn(record(response.content), type)) return [`content type "${type}" is not documented`];
    if (answer.method === "HEAD" || type === "text/event-stream") return [];
    return faultsOf(`${pointer}/content/${escape(type)}/schema`, body);
  };

  return {
    answer: (answer) => {
      const { status, method } = answer;
      const path = answer.path.split("?")[0] ?? "";
      if (method === "OPTIONS" || status === HEADERS_TOO_LARGE || !DOCUMENTED.test(path)) return [];
      const found = documentedPath(document, path);
      const operation = (method === "HEAD" ? "GET" : method).toLowerCase();
      const isMethod = found !== undefined && Object.hasOwn(record(record(document.paths)[found]), operation);
      if (!isMethod) {
        const expected = found === undefined ? [401, 404, 413, 400, 403] : [401, 405, 403];
        if (!expected.includes(status)) return [`${method} ${path} is not documented, yet it answered ${status}`];
        return faultsOf("/components/schemas/Error", answer.body);
      }
      const responses = `/paths/${escape(found)}/${operation}/responses`;
      if (!Object.hasOwn(at(document, responses), String(status))) return [`status ${status} is not documented`];
      return responseFaults(`${responses}/${status}`, answer);
    },
    event: (name, data) =>
      Object.hasOwn(at(document, "/components/schemas/Events/properties"), name)
        ? faultsOf(`/components/schemas/Events/properties/${name}`, data)
        : [`event "${name}" is not documented`],
  };
}

const checkOfService = createOpenApiCheck(OPENAPI);

/** @throws Error naming the differences from the document. */
export function expectDocumented(answer: AnswerToCheck): void {
  refuse(`${answer.method} ${answer.path} answered ${answer.status}`, checkOfService.answer(answer), answer.body);
}

/**
 * Checks every complete event of a stream; returns their names. @throws Error naming the differences from the document.
 */
export function expectDocumentedEvents(stream: string): readonly string[] {
  return [...stream.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(([, name = "", data = ""]) => {
    refuse(`event ${name}`, checkOfService.event(name, JSON.parse(data)), data);
    return name;
  });
}

function refuse(what: string, faults: readonly string[], value: unknown): void {
  if (faults.length === 0) return;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  throw new Error(`${what} unlike the OpenAPI document:\n${faults.join("\n")}\n${shown.slice(0, 2_000)}`);
}

/** Literal paths before parameters in the same position. */
function documentedPath(document: Json, path: string): string | undefined {
  return Object.keys(record(document.paths))
    .toSorted((a, b) => Number(a.includes("{")) - Number(b.includes("{")))
    .find((known) => new RegExp(`^${known.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}/?$`).test(path));
}

/** OpenAPI 3.0 uses `nullable` where JSON Schema uses the type null. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}

const escape = (part: string): string => part.replaceAll("~", "~0").replaceAll("/", "~1");

function at(document: Json, pointer: string): Json {
  const parts = pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.reduce((node, part) => record(node[part]), document);
}

function record(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not an object");
  return Object.fromEntries(Object.entries(value));
}
