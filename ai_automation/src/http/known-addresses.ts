import type { RequestHandler } from "express";
import { AppError } from "../model/errors.ts";

/**
 * Answers what no route took: that there is no such address, or which methods it has. The OpenAPI document knows them all.
 */
export function unknownAddress(openapi: object): RequestHandler {
  const addresses = addressesOf(openapi);
  return (request, response) => {
    const known = addresses.find(({ pattern }) => pattern.test(request.path));
    if (known === undefined)
      throw new AppError("not_found", `There is no ${request.method} ${request.path}; see /docs.`);
    response.set("Allow", known.methods.join(", "));
    throw new AppError(
      "method_not_allowed",
      `${request.path} has no ${request.method}, only ${known.methods.join(", ")}.`,
    );
  };
}

function addressesOf(openapi: object): readonly { readonly pattern: RegExp; readonly methods: readonly string[] }[] {
  const paths: object = "paths" in openapi && typeof openapi.paths === "object" && openapi.paths ? openapi.paths : {};
  return Object.entries(paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}/?$`),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
}
