import type { DocumentKind } from '@rolewright/shared/user-data/contract.ts';
import { guessKind } from '@rolewright/shared/user-data/guess-kind.ts';
import { unpack } from '@rolewright/shared/user-data/unpack.ts';
import { encodeUtf8 } from '@rolewright/shared/user-data/utf8.ts';

/** A document that was pasted or chosen. It lives in the page's memory and nowhere else. */
export interface InspectedFile {
  name: string;
  bytes: Uint8Array;
  kind: DocumentKind;
  isGuessed: boolean;
}

/** `chosen`: what the person says it is, which goes before the guess; the name tells environment files. */
export function inspectedFile(name: string, bytes: Uint8Array, chosen?: DocumentKind): InspectedFile {
  const guessed = /(^|[./])env$|\.env(\.\w+)?$/.test(name) ? 'dotenv' : /\.ps1$/i.test(name) ? 'powershell' : guessKind(bytes);
  return { name, bytes, kind: chosen ?? guessed, isGuessed: chosen === undefined };
}

/** The same of a text. */
export const pastedText = (text: string, chosen?: DocumentKind): InspectedFile => inspectedFile('document', encodeUtf8(text), chosen);

/** A document as it can be edited, and the way back into its container; null where it cannot be read for certain. */
export function editable({ bytes, kind }: InspectedFile): { text: string; pack: (edited: string) => Uint8Array | null } | null {
  const { text, problem, pack } = unpack(bytes, kind);
  if (problem !== null) return null;
  // Text fields know one line ending only; where all of a document are those of Windows, they are put back.
  const isWindows = text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
  if (text.replaceAll('\r\n', '').includes('\r') || (text.includes('\r\n') && !isWindows)) return null;
  return { text: text.replaceAll('\r\n', '\n'), pack: (edited) => pack(isWindows ? edited.replaceAll('\n', '\r\n') : edited) };
}

/** Hands the bytes to the browser as a file. */
export function download(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
