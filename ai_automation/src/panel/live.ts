/** Server-sent events; the browser reconnects by itself, and everything is read anew when it did. */
export function listenLive(onEvent: (name: string, data: unknown) => void, onAgain: () => void): () => void {
  const source = new EventSource("api/events");
  let wasLost = false;
  source.addEventListener("error", () => {
    wasLost = true;
  });
  source.addEventListener("open", () => {
    if (wasLost) onAgain();
    wasLost = false;
  });
  for (const name of ["status", "progress", "suggestion", "automation", "exclusions"])
    source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  return () => source.close();
}
