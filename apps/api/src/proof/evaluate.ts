import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { evaluate } from '@rolewright/shared/iam/evaluate.ts';
import { mapDocuments } from '@rolewright/shared/iam/map-documents.ts';
import { placedPolicies, policyReader } from '@rolewright/shared/iam/read-policies.ts';
import type { Decision } from '@rolewright/shared/iam/request.ts';
import type { EvaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import { turns } from './turns.ts';

type Evaluations = EvaluationRequest['requests'];

/** Enough to see what is wrong without an answer as long as the question. */
const mostProblems = 20;

/** One verdict for each request, in order; nothing is read or written. Throws AppError `bad-input` that names each malformed policy. */
export async function evaluateAll(requests: Evaluations): Promise<Decision[]> {
  const pause = turns();
  const ready = await readPolicies(requests, pause);
  const verdicts: Decision[] = [];
  for (const { request, policies } of ready) {
    verdicts.push(evaluate(request, policies));
    await pause();
  }
  return verdicts;
}

async function readPolicies(requests: Evaluations, pause: () => Promise<void>): Promise<Evaluations> {
  const read = policyReader();
  const fields: { field: string; message: string }[] = [];
  const ready: Evaluations = [];
  for (const [index, { request, policies }] of requests.entries()) {
    const documents = new Map<string, PolicyDocument>();
    for (const placed of placedPolicies(request, policies)) {
      const answer = read(placed);
      if ('document' in answer) documents.set(placed.place, answer.document);
      else fields.push({ field: `requests.${index}.policies.${placed.place}`, message: `${placed.name}: ${answer.problem}` });
      if (fields.length === mostProblems) throw malformed(fields);
      await pause();
    }
    ready.push({ request, policies: mapDocuments(policies, (document, place) => documents.get(place) ?? document) });
  }
  if (fields.length > 0) throw malformed(fields);
  return ready;
}

function malformed(fields: { field: string; message: string }[]): AppError {
  const sentences = fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new AppError('bad-input', `A policy is malformed. ${sentences}`, { fields });
}
