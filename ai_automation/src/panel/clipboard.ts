/**
 * Browsers offer `navigator.clipboard` only in secure contexts, and most homes run without TLS. The deprecated
 * `execCommand` still works there.
 * @throws Error if the browser refuses to copy
 */
export async function copyText(text: string): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("The browser did not allow copying.");
}
