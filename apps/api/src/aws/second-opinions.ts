import { type AccessAnalyzerClient, CheckNoNewAccessCommand, ValidatePolicyCommand } from '@aws-sdk/client-accessanalyzer';
import {
  type EvaluationResult,
  type IAMClient,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { DecodeAuthorizationMessageCommand, type STSClient } from '@aws-sdk/client-sts';
import type { PolicyFinding, Simulated, Simulation } from '@rolewright/shared/proof/second-opinion.ts';
import { call, reading } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { SecondOpinions } from './port.ts';

interface Clients {
  iam(): IAMClient;
  sts(): STSClient;
  accessAnalyzer(): AccessAnalyzerClient;
}

/** AWS's own judgement of policies. Findings name lines of the document as JSON with two spaces of indent, as the console shows it. */
export function secondOpinions({ iam, sts, accessAnalyzer }: Clients): SecondOpinions {
  return {
    simulate: (asked) => reading(() => simulate(iam, asked)),
    validatePolicy: (document, kind) => reading(() => validate(accessAnalyzer, JSON.stringify(document, null, 2), kind)),
    checkNoNewAccess: (before, after) =>
      reading(async () => {
        const input = { existingPolicyDocument: JSON.stringify(before), newPolicyDocument: JSON.stringify(after) };
        const command = new CheckNoNewAccessCommand({ ...input, policyType: 'IDENTITY_POLICY' });
        const { result, reasons = [] } = await call('access-analyzer', 'CheckNoNewAccess', () => accessAnalyzer().send(command));
        return {
          // An answer that is neither is no PASS.
          result: result === 'PASS' ? 'PASS' : 'FAIL',
          reasons: reasons.map(({ description = '', statementIndex = null }) => ({ description, statementIndex })),
        };
      }),
    async decodeDenial(EncodedMessage) {
      const command = new DecodeAuthorizationMessageCommand({ EncodedMessage });
      try {
        return await reading(async () => {
          const { DecodedMessage = '' } = await call('sts', 'DecodeAuthorizationMessage', () => sts().send(command));
          return DecodedMessage;
        });
      } catch (error) {
        if (error instanceof AwsError && error.code === 'InvalidAuthorizationMessageException') return { state: 'absent' };
        throw error;
      }
    },
  };
}

async function simulate(iam: () => IAMClient, { principalArn, policies, boundary, actions, resources }: Simulation): Promise<Simulated[]> {
  const found: EvaluationResult[] = [];
  const texts = policies.map((document) => JSON.stringify(document));
  const asked = {
    PolicyInputList: texts,
    ActionNames: actions,
    ResourceArns: resources,
    ...(boundary === null ? {} : { PermissionsBoundaryPolicyInputList: [JSON.stringify(boundary)] }),
  };
  let Marker: string | undefined;
  do {
    const page = await simulatedPage(iam, principalArn, { ...asked, Marker });
    found.push(...(page.EvaluationResults ?? []));
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return found.map(simulated);
}

type Asked = Omit<SimulatePrincipalPolicyCommandInput, 'PolicySourceArn'> & { PolicyInputList: string[] };

function simulatedPage(iam: () => IAMClient, principalArn: string | null, asked: Asked) {
  if (principalArn === null) return call('iam', 'SimulateCustomPolicy', () => iam().send(new SimulateCustomPolicyCommand(asked)));
  const command = new SimulatePrincipalPolicyCommand({ ...asked, PolicySourceArn: principalArn });
  return call('iam', 'SimulatePrincipalPolicy', () => iam().send(command));
}

/** For a resource that is named AWS lists what is missing with the resource, else with the action. */
function simulated(result: EvaluationResult): Simulated {
  const ofResource = result.ResourceSpecificResults?.[0];
  const missing = [...(result.MissingContextValues ?? []), ...(ofResource?.MissingContextValues ?? [])];
  const boundary = ofResource?.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail;
  return {
    action: result.EvalActionName ?? '',
    resource: result.EvalResourceName ?? '*',
    decision: result.EvalDecision ?? 'implicitDeny',
    by: [...new Set((result.MatchedStatements ?? []).flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []))],
    missingKeys: [...new Set(missing)],
    boundaryAllows: boundary?.AllowedByPermissionsBoundary ?? null,
    organisationAllows: result.OrganizationsDecisionDetail?.AllowedByOrganizations ?? null,
  };
}

async function validate(client: () => AccessAnalyzerClient, policyDocument: string, kind: 'identity' | 'trust'): Promise<PolicyFinding[]> {
  const type =
    kind === 'identity'
      ? ({ policyType: 'IDENTITY_POLICY' } as const)
      : ({ policyType: 'RESOURCE_POLICY', validatePolicyResourceType: 'AWS::IAM::AssumeRolePolicyDocument' } as const);
  const found: PolicyFinding[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ValidatePolicyCommand({ policyDocument, ...type, nextToken });
    const page = await call('access-analyzer', 'ValidatePolicy', () => client().send(command));
    for (const { findingType = 'WARNING', issueCode = '', findingDetails = '', learnMoreLink = '', locations } of page.findings ?? []) {
      const line = locations?.[0]?.span?.start?.line ?? null;
      found.push({ type: findingType, code: issueCode, details: findingDetails, link: learnMoreLink, line });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}
