const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((character, index) => [character, index] as const));

/** Bytes of standard base64 without white space; null where it is not exactly that: wrong padding, other characters, leftover bits. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const body = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of body) {
    const value = values.get(character);
    if (value === undefined) return null;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = held >> bits;
    at += 1;
    held &= (1 << bits) - 1;
  }
  return held === 0 && body.length % 4 !== 1 ? bytes : null;
}

/** Standard base64, padded, on one line. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const three = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    parts.push(
      (alphabet[three >> 18] ?? '') +
        (alphabet[(three >> 12) & 63] ?? '') +
        (b === undefined ? '=' : alphabet[(three >> 6) & 63]) +
        (c === undefined ? '=' : alphabet[three & 63]),
    );
  }
  return parts.join('');
}
