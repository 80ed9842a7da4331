import type { Request } from "express";

/** The peer's address. Forwarding headers are not trusted. */
export const addressOf = (request: Request): string => (request.socket.remoteAddress ?? "").replace(/^::ffff:/i, "");

/** The key of a client for rate limiting: an IPv4 address or an IPv6 /64 network, as one client rarely has many of either. */
export function clientOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after];
  return `${all.slice(0, 4).join(":")}::/64`;
}
