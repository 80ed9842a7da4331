/** Extracts the JSON object from an answer that may have code fences, reasoning or prose around it; undefined if there is none. */
export function jsonIn(answer: unknown): unknown {
  if (typeof answer !== "string") return answer;
  const text = withoutReasoning(answer);
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

const [OPENS, CLOSES] = ["<think>", "</think>"];

/** In linear time, unlike a regular expression on an answer that opens its reasoning again and again. */
function withoutReasoning(answer: string): string {
  let rest = "";
  let at = 0;
  for (;;) {
    const opens = answer.indexOf(OPENS, at);
    const closes = opens < 0 ? -1 : answer.indexOf(CLOSES, opens);
    if (closes < 0) return rest + answer.slice(at);
    rest += answer.slice(at, opens);
    at = closes + CLOSES.length;
  }
}
