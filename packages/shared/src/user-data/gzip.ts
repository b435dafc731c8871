import { Gunzip, gzipSync } from 'fflate';
import { longestDocument } from './longest-document.ts';

/** `1f 8b`, by which cloud-init knows it too. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * What a gzip file holds; null where it is damaged, holds more than one member, or unpacks to more than `longestDocument` bytes: unpacking
 * stops there, so that a small file cannot fill the memory.
 */
export function unpackGzip(bytes: Uint8Array): Uint8Array | null {
  if (!isGzip(bytes) || bytes.length < 18) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  let members = 0;
  try {
    const stream = new Gunzip((chunk, final) => {
      size += chunk.length;
      if (size > longestDocument) throw new RangeError('too long');
      chunks.push(chunk);
      ended ||= final;
    });
    stream.onmember = () => {
      members += 1;
    };
    // In small pieces, since the limit is looked at between them.
    for (let at = 0; at < bytes.length; at += 512) stream.push(bytes.subarray(at, at + 512), at + 512 >= bytes.length);
  } catch {
    return null;
  }
  const unpacked = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    unpacked.set(chunk, at);
    at += chunk.length;
  }
  // The stream does not look at the check sum and the length that end the file.
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const isWhole = ended && members <= 1 && view.getUint32(0, true) === crc32(unpacked) && view.getUint32(4, true) === size;
  return isWhole ? unpacked : null;
}

/** A gzip file of the bytes, without a name or a time, so that the same document is always the same file. */
export const packGzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0, level: 9 });

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
