import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { documentKind, verdict } from './contract.ts';

/** Stand-ins of the case files, so that no key stands in the repository. */
export const standIns: Record<string, string> = {
  KEY: `AKIA${'QNZGKIQY56JQ7WML'}`,
  KEY2: `AKIA${'R4TZKIQY56JQ7WQ2'}`,
  TEMPORARY: `ASIA${'Y34FZKBOKMUTVV7A'}`,
  SECRET: `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`,
  SECRET2: `${'Xa8Wm3Nz'}+${'Vb5Uc1Td7Se2Rf6Qg9Ph4Oi'}/Lj0Kk2M`,
  TOKEN: `IQoJb3JpZ2luX2VjE${'Jr4wEaCXVzLWVhc3QtMSJHMEUCIQDv9yZ1'}`,
};
standIns.BASE64 = Buffer.from(`aws_access_key_id=${standIns.KEY}\naws_secret_access_key=${standIns.SECRET}\n`).toString('base64');

const goldenCase = z.strictObject({
  /** Why the case is what it is, in one line. */
  why: z.string().min(5),
  kind: documentKind,
  verdict,
  findings: z.array(z.strictObject({ line: z.number().int(), variable: z.string().nullable() })),
});

export interface Case extends z.infer<typeof goldenCase> {
  name: string;
  /** As it is written, without containers. */
  text: string;
  input: Buffer;
  output: Buffer | null;
}

const root = join(import.meta.dirname, 'cases');

/**
 * Every case: a folder below its format's, with case.json, `input.*` and, where it is rewritten, `output.*`. `@KEY@` and its like are
 * filled in, lines between `@@base64` and `@@end` encoded, and the cases of `gzip` packed.
 */
export function readCorpus(): Case[] {
  return readdirSync(root).flatMap((format) =>
    readdirSync(join(root, format)).map((name) => {
      const folder = join(root, format, name);
      const file = (start: string) => {
        const found = readdirSync(folder).find((one) => one.startsWith(`${start}.`));
        return found === undefined ? null : filled(readFileSync(join(folder, found), 'utf8'));
      };
      const [text, output] = [file('input') ?? '', file('output')];
      const golden = goldenCase.parse(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')));
      const packed = (one: string) => (golden.kind === 'gzip' ? gzipSync(one) : Buffer.from(one));
      return { ...golden, name: `${format}/${name}`, text, input: packed(text), output: output === null ? null : packed(output) };
    }),
  );
}

function filled(text: string): string {
  const all = Object.entries(standIns).reduce((done, [word, value]) => done.replaceAll(`@${word}@`, value), text);
  return all.replace(/@@base64\r?\n([\s\S]*?)@@end/g, (_, body: string) =>
    (
      Buffer.from(body)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\n'),
  );
}
