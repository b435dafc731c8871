import type { LintAnswer } from '@rolewright/shared/proof/lint/contract.ts';
import { lintText } from '@rolewright/shared/proof/lint/lint-text.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { parseYaml } from './parse-yaml.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

const template = `# A chain in a template
Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}::iam::\${AWS::AccountId}:root" }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: next
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: !GetAtt Next.Arn
              - Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:*
                Resource:
                  - !Join ["", [!GetAtt Store.Arn, "/*"]]
                  - !Sub "\${Store.Arn}/"
                  - !ImportValue elsewhere
  Next:
    Type: AWS::IAM::Role
  Store:
    Type: AWS::S3::Bucket
`;
const inWords = ({ findings }: LintAnswer) => findings.map(({ line, severity, code }) => `${line} ${severity} ${code}`);
const ask = (body: object) => console.call<LintAnswer>('/api/proof/lint', { body });

test('A3 A12 B8: a CloudFormation template in YAML is judged by line, its short functions resolved', async () => {
  const { status, body, text } = await ask({ kind: 'cloudformation', text: template });
  expect(status, text).toBe(200);
  expect(body.documents).toEqual([
    { name: 'Agent', kind: 'trust', fromLine: 7, toLine: 11 },
    { name: 'Agent next', kind: 'policy', fromLine: 15, toLine: 27 },
  ]);
  expect(inWords(body)).toEqual([
    '10 block malformed-arn',
    '23 warn all-s3-actions',
    '26 warn bucket-with-slash',
    '27 unread not-resolved',
  ]);
  expect(body.findings[0]?.message).toContain(`"arn:\${AWS::Partition}::iam::\${AWS::AccountId}:root"`);
});

test('B4 B8: a Terraform file and a policy over HTTP', async () => {
  const file = 'resource "aws_iam_policy_attachment" "all" {\n  policy_arn = "x"\n}\n';
  expect(inWords((await ask({ kind: 'terraform', text: file })).body)).toEqual(['1 warn exclusive-attachment']);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] };
  expect(inWords((await ask({ kind: 'policy', text: JSON.stringify(policy) })).body)).toEqual(['1 block assume-any-role']);
});

test.each([
  ['a: [1', 1],
  ['a: 1\nb: "x', 2],
])('YAML that is none is a finding at its line: %j', (text, line) => {
  const { findings } = lintText({ kind: 'cloudformation', text }, parseYaml);
  expect(findings.map(({ code }) => code)).toEqual(['not-readable']);
  expect(findings[0]?.line).toBeGreaterThanOrEqual(line);
});

test('YAML that refers to itself ends, and what an alias stands for is unread', () => {
  const text = `x: &self { Version: "2012-10-17", Statement: *self }
Resources:
  Own: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: &doc { Version: "2012-10-17", Statement: *self } } }
`;
  const answer = lintText({ kind: 'cloudformation', text }, parseYaml);
  expect(inWords(answer)).toContain('3 unread not-resolved');
});

test('what is not a kind, and what is too long, is refused by its field', async () => {
  const wrong = await ask({ kind: 'pulumi', text: '' });
  expect(wrong.status).toBe(400);
  expect(wrong.text).toMatch(/kind.*policy.*trust.*terraform.*cloudformation/s);
  const long = await ask({ kind: 'policy', text: ' '.repeat(200_001) });
  expect(long.status).toBe(400);
  expect(long.text).toContain('text: must be at most 200,000 characters');
});
