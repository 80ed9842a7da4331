/** The Supervisor's proxies to Home Assistant, and its own addresses: newer installations serve it on port 80. */
export const SUPERVISOR_URLS = {
  url: "http://supervisor/core",
  webSocketUrl: "ws://supervisor/core/websocket",
  ownUrls: ["http://homeassistant:8123", "http://homeassistant:80"],
} as const;
