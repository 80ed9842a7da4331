import type { RequestHandler } from "express";
import { AppError } from "../model/errors.ts";

/** Rejects methods that the OpenAPI document does not list for a path. */
export function guardMethods(openapi: object): RequestHandler {
  const addresses = addressesOf(openapi);
  return (request, response, next) => {
    const known = addresses.find(({ pattern }) => pattern.test(request.path));
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (known === undefined || known.methods.includes(method)) return next();
    response.set("Allow", known.methods.join(", "));
    throw new AppError(
      "method_not_allowed",
      `${request.path} does not support ${request.method}: use ${known.methods.join(" or ")}.`,
    );
  };
}

/** Answers requests that no route handled. */
export const unknownAddress: RequestHandler = (request) => {
  throw new AppError("not_found", `There is no ${request.method} ${request.path}: /docs lists what there is.`);
};

/** Literal paths before those with a parameter in the same place. */
function addressesOf(openapi: object): readonly { readonly pattern: RegExp; readonly methods: readonly string[] }[] {
  const paths: object = "paths" in openapi && typeof openapi.paths === "object" && openapi.paths ? openapi.paths : {};
  return Object.entries(paths)
    .toSorted(([a], [b]) => Number(a.includes("{")) - Number(b.includes("{")))
    .map(([path, operations]) => ({
      pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}/?$`),
      methods: Object.keys(operations).map((method) => method.toUpperCase()),
    }));
}
