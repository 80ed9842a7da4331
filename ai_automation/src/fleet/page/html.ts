/** Text that may stand in a page as it is. */
export interface Html {
  readonly html: string;
}

/** A piece of a page. Values are escaped unless they are `Html`; lists are joined. */
export function html(
  texts: TemplateStringsArray,
  ...values: readonly (Html | string | number | readonly Html[])[]
): Html {
  return { html: texts.map((text, index) => text + (index < values.length ? textOf(values[index]!) : "")).join("") };
}

function textOf(value: Html | string | number | readonly Html[]): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return "html" in value ? value.html : value.map((one) => one.html).join("\n");
}
