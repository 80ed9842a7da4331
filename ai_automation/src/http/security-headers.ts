import type { RequestHandler } from "express";

/** Home Assistant embeds the panel in a frame from its own origin, often over plain HTTP: hence neither DENY nor HSTS. */
const HEADERS = {
  "Content-Security-Policy": policy({}),
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "X-Frame-Options": "SAMEORIGIN",
  "X-Permitted-Cross-Domain-Policies": "none",
  "Cache-Control": "no-store",
} as const;

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(HEADERS);
  next();
};

/** Swagger UI uses inline styles. */
export const allowSwaggerUi: RequestHandler = (_request, response, next) => {
  response.set("Content-Security-Policy", policy({ "style-src": "'self' 'unsafe-inline'" }));
  next();
};

function policy(more: Readonly<Record<string, string>>): string {
  const directives = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
    ...more,
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}
