/**
 * Subscribes to the server-sent events and returns how to unsubscribe. The browser reconnects by itself; events sent
 * meanwhile are lost, so `onReconnect` has to reload everything.
 */
export function subscribeToEvents(onEvent: (name: string, data: unknown) => void, onReconnect: () => void): () => void {
  const source = new EventSource("api/events");
  let wasLost = false;
  source.addEventListener("error", () => {
    wasLost = true;
  });
  source.addEventListener("open", () => {
    if (wasLost) onReconnect();
    wasLost = false;
  });
  for (const name of ["status", "progress", "suggestion", "automation", "exclusions"])
    source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  return () => source.close();
}
