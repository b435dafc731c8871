/** A member of the address's search part as text, or nothing. Numbers in it are text here too. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
