/** Marks a line, from 1, in the text field within `area`, brings it into view and goes there. */
export function showLine(area: HTMLElement | null, line: number): void {
  const field = area?.querySelector('textarea');
  if (!field) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const height = Number.parseFloat(getComputedStyle(field).lineHeight) || 18;
  field.scrollTop = Math.max(0, (line - 4) * height);
}
