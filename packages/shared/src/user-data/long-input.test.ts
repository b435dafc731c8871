import { expect, test } from 'vitest';
import type { DocumentKind } from './contract.ts';
import { standIns } from './corpus.fixture.ts';
import { inspectUserData } from './inspect.ts';

const pair = `export AWS_ACCESS_KEY_ID=${standIns.KEY}\nexport AWS_SECRET_ACCESS_KEY=${standIns.SECRET}\n`;

// Each would take hours, or the whole stack, where a pattern goes back or a reader calls itself for every character.
const inputs: [string, DocumentKind, string][] = [
  ['one long word', 'shell', `echo ${'x'.repeat(200_000)}\n${pair}run\n`],
  ['one long line of names', 'shell', `${'a_b.c-d '.repeat(20_000)}\n${pair}run\n`],
  ['many commands', 'shell', `${'true; '.repeat(20_000)}\n${pair}run\n`],
  ['many pairs', 'shell', `${pair.repeat(500)}run\n`],
  ['an environment file of one line', 'dotenv', `A=${'x'.repeat(200_000)}\n${pair}`],
  ['a long base64 text', 'plain', 'QUJD'.repeat(50_000)],
  ['PowerShell of one line', 'powershell', `${'$env:A '.repeat(20_000)}\n`],
];
test.each(inputs)('D-68: %s is read', (_, kind, text) => {
  const { verdict, lines } = inspectUserData(Buffer.from(text), kind);
  expect(verdict).toBe(text.includes('SECRET') ? 'automatic' : 'clean');
  expect(Math.max(...lines.map((line) => line.text.length))).toBeLessThan(4_000);
});

const nested: [string, DocumentKind, string][] = [
  ['parentheses', 'shell', `${'('.repeat(50_000)}\n${pair}`],
  ['substitutions', 'shell', `echo ${'$('.repeat(50_000)}\n${pair}`],
  ['arithmetic', 'shell', `echo ${'$(('.repeat(50_000)}\n${pair}`],
  ['quotes and braces', 'shell', `echo ${'"${a:-'.repeat(50_000)}\n${pair}`],
  ['lists of YAML', 'cloud-config', `#cloud-config\nx: ${'['.repeat(50_000)}\n`],
  ['maps of YAML', 'cloud-config', `#cloud-config\nx: ${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}\n`],
];
test.each(nested)('D-68: %s without end are left to a person', (_, kind, text) => {
  const { verdict } = inspectUserData(Buffer.from(text), kind);
  expect(verdict === 'manual' || (verdict === 'clean' && !text.includes('SECRET'))).toBe(true);
});
