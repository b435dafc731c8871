import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { evaluate } from '../../iam/evaluate.ts';
import { lintKind } from './contract.ts';
import { lintText } from './lint-text.ts';
import { TextProblem } from './located.ts';

// A new case is a folder with an input and what is expected of it. The faults of the documents are among them.
const expectation = z.strictObject({
  title: z.string(),
  kind: lintKind,
  documents: z.array(z.string()),
  findings: z.array(z.string()),
  /** Some message has this in it: references as the text has them. */
  says: z.string().optional(),
});

const noYaml = () => {
  throw new TextProblem('no YAML here', 1);
};
const lint = (kind: z.infer<typeof lintKind>, text: string) => lintText({ kind, text }, noYaml);

const root = join(import.meta.dirname, 'cases');
const cases = readdirSync(root).map((folder) => {
  const files = readdirSync(join(root, folder));
  const text = readFileSync(join(root, folder, files.find((file) => file.startsWith('input.')) ?? ''), 'utf8');
  const expected = expectation.parse(JSON.parse(readFileSync(join(root, folder, 'expected.json'), 'utf8')));
  return { ...expected, text };
});

test.each(cases)('$title', ({ kind, text, documents, findings, says }) => {
  const answer = lint(kind, text);
  expect(answer.documents.map(({ kind: what, name, fromLine, toLine }) => `${what} ${name} ${fromLine}-${toLine}`)).toEqual(documents);
  expect(answer.findings.map(({ line, severity, code }) => `${line} ${severity} ${code}`).sort()).toEqual([...findings].sort());
  if (says !== undefined) expect(answer.findings.map(({ message }) => message).join('\n')).toContain(says);
  // What stands for a reference is ours, and never shown.
  expect(JSON.stringify(answer)).not.toMatch(/\$unread|aws-iso-z|0000000000|reference-/);
});

const bucketPolicy = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'], Resource: 'arn:aws:s3:::*' },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
    { Effect: 'Allow', Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}/`, `arn:aws:s3:::${bucket}/*`] },
  ],
});

test('A12: the proposal passes what the application does and denies DeleteBucket and what else it never did', () => {
  const { findings } = lint('policy', JSON.stringify(bucketPolicy('store'), null, 2));
  const proposal = findings.find(({ code }) => code === 'all-s3-actions')?.proposal;
  expect(proposal).toBeDefined();
  const verdict = (action: string, resource: string) =>
    evaluate(
      {
        principal: { kind: 'assumed-role', arn: 'arn:aws:sts::123456789012:assumed-role/app/x', accountId: '123456789012' },
        action,
        resource,
        resourceAccountId: '123456789012',
        context: {},
      },
      { identity: [{ name: 'proposal', document: proposal ?? {} }], scps: [] },
    ).verdict;
  expect(verdict('s3:PutObject', 'arn:aws:s3:::store/bin/1')).toBe('allowed');
  expect(verdict('s3:GetObject', 'arn:aws:s3:::store/bin/1')).toBe('allowed');
  expect(verdict('s3:ListBucket', 'arn:aws:s3:::store')).toBe('allowed');
  expect(verdict('s3:DeleteBucket', 'arn:aws:s3:::store')).toBe('implicitDeny');
  expect(verdict('s3:PutObjectAcl', 'arn:aws:s3:::store/bin/1')).toBe('implicitDeny');
  expect(lint('policy', JSON.stringify(proposal)).findings).toEqual([]);
});

test('A12: the proposal for a Terraform file keeps its references', () => {
  const { findings } = lint('terraform', cases.find(({ title }) => title.startsWith('A3 A12'))?.text ?? '');
  expect(JSON.stringify(findings.filter(({ proposal }) => proposal !== undefined))).toContain(
    `"arn:aws:s3:::\${aws_s3_bucket.store.bucket}/*"`,
  );
});

test.each([
  ['{', 'terraform'],
  ['resource "a" {', 'terraform'],
  ['x = "open', 'terraform'],
  ['x = <<EOT\nnever closed', 'terraform'],
  ['x = [1, 2', 'terraform'],
  [`x = ${'['.repeat(500)}`, 'terraform'],
  [`x = ${'a + "$'.concat('{').repeat(20_000)}`, 'terraform'],
  ['['.repeat(500), 'policy'],
  ['{"a": 1} more', 'policy'],
  ['"only a text"', 'policy'],
  ['[]', 'trust'],
  ['{"Statement": {"Effect": "Allow", "Principal": 5}}', 'trust'],
] as const)('a text that is not one is a finding, never a fault of ours: %s', (text, kind) => {
  const { findings } = lint(kind, text);
  expect(findings[0]?.severity).toBe('block');
  expect(findings[0]?.line).toBeGreaterThanOrEqual(1);
});

test('nothing pasted, nothing found', () => {
  expect(lint('terraform', ' \n')).toEqual({ documents: [], findings: [] });
});
