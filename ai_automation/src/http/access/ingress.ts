import type { Request } from "express";
import type { HomeUsers } from "../../model/home.ts";
import type { Caller } from "./caller.ts";
import { addressOf } from "./client-address.ts";

const INGRESS_PATH = /^\/api\/hassio_ingress\/[\w-]+$/;

/** The path under which the Supervisor serves the panel; undefined for requests that do not come through its ingress. */
export function ingressPathOf(request: Request, supervisorAddress: string | null): string | undefined {
  if (supervisorAddress === null || addressOf(request) !== supervisorAddress) return undefined;
  const path = request.get("x-ingress-path") ?? "";
  return INGRESS_PATH.test(path) ? path : undefined;
}

/** Home Assistant has authenticated the user already, but ingress does not pass on whether they are an administrator. */
export async function identifyIngressUser(request: Request, users: HomeUsers): Promise<Caller> {
  const userId = request.get("x-remote-user-id") ?? "";
  const displayName = textOf(request.get("x-remote-user-display-name")) ?? textOf(request.get("x-remote-user-name"));
  const reader: Caller = {
    access: "ingress",
    userId: userId === "" ? null : userId,
    name: displayName,
    rights: "reader",
  };
  if (userId === "") return reader;
  const identified = await users.userOf(userId);
  if (identified.outcome === "away") return { ...reader, rights: "unknown" };
  if (identified.outcome === "unknown") return reader;
  const { name, isAdmin } = identified.user;
  return { ...reader, name: displayName ?? name, rights: isAdmin ? "admin" : "reader" };
}

/** The Supervisor sends UTF-8; Node decodes headers as Latin-1. */
const textOf = (header: string | undefined): string | null =>
  header === undefined || header === "" ? null : Buffer.from(header, "latin1").toString("utf8");
