/** The items of a list header: commas separate them, except inside double quotes (Smithy: "httpHeader trait", serialization of lists). */
export function splitHeaderList(text: string): string[] {
  const items = text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return items.map((item) => item.trim()).map((item) => (item.startsWith('"') ? item.slice(1, -1).replace(/\\(.)/g, '$1') : item));
}

/** Items joined as `splitHeaderList` reads them. */
export function joinHeaderList(items: readonly string[]): string {
  return items.map((item) => (/[",]/.test(item) ? `"${item.replace(/["\\]/g, '\\$&')}"` : item)).join(', ');
}
