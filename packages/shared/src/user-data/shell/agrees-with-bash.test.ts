import { expect, test } from 'vitest';
import { readCorpus } from '../corpus.fixture.ts';
import { bash, expectSame, isInstalled } from './bash.fixture.ts';
import { parseScript } from './parse.ts';

test.skipIf(!isInstalled)(
  'D8 D-69: a script without its key does in bash what it did with it',
  () => {
    expectSame(15, 1);
  },
  120_000,
);

test.skipIf(!isInstalled)(
  'D8 D-69: bash -n and the parser agree on every script of the corpus, before and after',
  () => {
    const scripts = readCorpus().filter(
      ({ kind, text }) => kind === 'shell' && !text.startsWith('#!/usr/bin/env python3') && !text.includes('\r'),
    );
    const isRead = (text: string): boolean => {
      try {
        parseScript(text);
        return true;
      } catch {
        return false;
      }
    };
    for (const { name, text, output } of scripts) {
      for (const one of output === null ? [text] : [text, output.toString('utf8')]) {
        expect(isRead(one), name).toBe(bash(['-n'], one.replace('\uFEFF', '')).status === 0);
      }
    }
    expect(scripts.length).toBeGreaterThan(40);
  },
  120_000,
);
