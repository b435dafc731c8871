import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { lintPolicy } from '@rolewright/shared/iam/lint.ts';
import { type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import type { NewAccessAnswer } from '@rolewright/shared/proof/second-opinion.ts';
import { validationClaim } from '@rolewright/shared/proof/second-opinion-claims.ts';
import {
  type Simulatable,
  type SimulatedRow,
  type SimulationQuestions,
  simulatedRows,
  simulationOf,
} from '@rolewright/shared/proof/simulation-questions.ts';
import type { AwsPort } from '../aws/port.ts';
import { type SoftRead, softReads } from '../plan/soft-reads.ts';

/** The longest that all second opinions of a plan may take together; what is not there by then is not asked. */
const opinionMilliseconds = 20_000;

/** Documents of a plan that AWS validates at most: one call each. */
const mostDocuments = 12;

/** AWS's judges for one account, softly: a refusal, a rate, no answer in time is unreadable with the reason. */
export class Judges {
  private readonly softly: SoftRead = softReads(opinionMilliseconds);

  /** The simulator's rows about one principal; one call for each question. */
  async simulate(port: AwsPort, of: Simulatable, { calls }: Pick<SimulationQuestions, 'calls'>): Promise<Reading<SimulatedRow[]>[]> {
    return Promise.all(
      calls.map(async (call) => {
        const answer = await this.softly(() => port.secondOpinions.simulate(simulationOf(of, call)));
        return answer.state === 'known' ? { state: 'known', value: simulatedRows(of, answer.value) } : answer;
      }),
    );
  }

  async validate(documents: readonly DocumentToValidate[]): Promise<Claim[]> {
    if (documents.length === 0) return [];
    const judged = documents.slice(0, mostDocuments).map(async ({ port, name, document, kind }) => ({
      name,
      ours: lintPolicy(document, kind),
      aws: await this.softly(() => port.secondOpinions.validatePolicy(document, kind)),
    }));
    const rest = documents.slice(mostDocuments).map(({ name, document, kind }) => ({
      name,
      ours: lintPolicy(document, kind),
      aws: unreadable(`${name} was not asked about: a plan asks about ${mostDocuments} documents`),
    }));
    return [validationClaim([...(await Promise.all(judged)), ...rest])];
  }

  newAccess(port: AwsPort, before: PolicyDocument, after: PolicyDocument): Promise<Reading<NewAccessAnswer>> {
    return this.softly(() => port.secondOpinions.checkNoNewAccess(before, after));
  }
}

export interface DocumentToValidate {
  port: AwsPort;
  name: string;
  document: PolicyDocument;
  kind: 'identity' | 'trust';
}
