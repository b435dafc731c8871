import { gzipSync } from 'node:zlib';
import { type DocumentKind, documentKind } from './contract.ts';
import { inspectUserData } from './inspect.ts';
import { numbersFrom, randomDocument } from './random-document.fixture.ts';
import { unpack } from './unpack.ts';

/** Inspects as many random documents; gives how many there were of each verdict. Throws what is wrong, with the seed that shows it. */
export function fuzz(count: number, firstSeed: number): Record<string, number> {
  const verdicts: Record<string, number> = { clean: 0, automatic: 0, manual: 0 };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const next = numbersFrom(seed);
    const plain = randomDocument(next);
    const kind = next(2) === 0 ? 'shell' : (documentKind.options[next(documentKind.options.length)] ?? 'plain');
    const bytes = kind === 'gzip' && next(3) === 0 ? gzipSync(plain, { level: 1 }) : plain;
    const before = Buffer.from(bytes);
    try {
      const verdict = check(bytes, kind);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      if (!before.equals(bytes)) throw new Error('the input was changed');
    } catch (error) {
      throw new Error(`seed ${seed}, ${kind}: ${JSON.stringify(plain.toString('latin1'))}`, { cause: error });
    }
  }
  return verdicts;
}

/** The verdict, once it is sure that nothing else was lost than whole commands that set a key, and none is left. */
function check(bytes: Uint8Array, kind: DocumentKind): string {
  const { verdict, findings, rewritten, lines } = inspectUserData(bytes, kind);
  if ((verdict === 'clean') !== (findings.length === 0)) throw new Error('clean means without a finding');
  if ((verdict === 'automatic') !== (rewritten !== undefined)) throw new Error('rewritten means automatic');
  if (findings.some(({ line }) => line > lines.length)) throw new Error('a finding on no line');
  const unpacked = unpack(bytes, kind);
  if (unpacked.problem === null) {
    const again = unpacked.pack(unpacked.text);
    // What is packed anew need not be the same file, and holds the same; a text is the same to the byte.
    if (again === null || unpack(again, kind).text !== unpacked.text) throw new Error('packing loses something');
    if (kind !== 'gzip' && !Buffer.from(again).equals(Buffer.from(bytes))) throw new Error('a byte is lost where nothing is removed');
  }
  if (rewritten !== undefined) checkRest(unpacked.text, unpack(rewritten, kind).text, inspectUserData(rewritten, kind).verdict);
  return verdict;
}

function checkRest(text: string, rest: string, verdict: string): void {
  if (verdict !== 'clean') throw new Error(`what is left is ${verdict}`);
  let at = 0;
  for (const character of rest) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) throw new Error('what is left is not in the order of the text');
  }
  // Every character that is gone is one of a command that sets a name of D-04.
  const without = (one: string) =>
    one
      .replace(
        /(AWS|AMAZON)_(ACCESS_KEY_ID|ACCESS_KEY|SECRET_ACCESS_KEY|SECRET_KEY|SESSION_TOKEN|SECURITY_TOKEN)=([\w/+=-]|\\[\s\S]|"[^"\n]*"|'[^'\n]*')+/g,
        '',
      )
      .replace(/\b(export|declare -x|typeset -x)\b|\$env:\w+\s*=\s*'[^']*'/gi, '')
      .replace(/[\s;\\"'-]+/g, '');
  if (without(text) !== without(rest)) throw new Error('something else is gone');
}
