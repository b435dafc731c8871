/** What a value says to whoever decodes it: itself, and what its percent signs or its base64 stand for. Keys hide in either (D-09 place 4). */
export function readingsOf(text: string): string[] {
  const plain = percentDecoded(text);
  const texts = plain === text ? [text] : [text, plain];
  return [...texts, ...(plain.match(base64Run) ?? []).flatMap((run) => base64Decoded(run) ?? [])];
}

/** Shorter runs hold no key id; ordinary words and paths decode to what nobody could have typed. */
const base64Run = /[A-Za-z0-9+/_-]{24,}/g;
const alphabet = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((character, index) => [character, index] as const),
);

function percentDecoded(text: string): string {
  if (!/%[0-9A-Fa-f]{2}/.test(text)) return text;
  // One escape at a time: a value may hold a percent sign that stands for itself.
  return text.replace(/%([2-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The text behind base64, standard or for URLs; null where it is not plain text, as that of keys, digests and pictures is not. */
function base64Decoded(run: string): string | null {
  let decoded = '';
  let bits = 0;
  let held = 0;
  for (const character of run.replaceAll('-', '+').replaceAll('_', '/')) {
    bits = (bits << 6) | (alphabet.get(character) ?? 0);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const code = (bits >> held) & 0xff;
    if (code > 0x7e || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d)) return null;
    decoded += String.fromCharCode(code);
    bits &= (1 << held) - 1;
  }
  return decoded;
}
