import { z } from 'zod';
import { probeProblems } from './problems.ts';

/** What a probe is called within its workload, and its address: `upload`, `read-back`. */
export const probeName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'must be 1 to 40 small letters, digits and hyphens, such as "upload"');

const text = (most: number) => z.string().min(1, 'must not be empty').max(most, `must have at most ${most} characters`);

/** One HTTP request that the console makes, and what its answer must be. Redirects are not followed: their status is the answer. */
const httpPart = z.strictObject({
  kind: z.literal('http'),
  method: z.enum(['GET', 'HEAD', 'POST'], { error: 'must be GET, HEAD or POST' }),
  /** http or https; neither credentials nor loopback, link-local and metadata addresses. May hold {{probe.id}} after the host. */
  url: text(2000),
  headers: z
    .array(z.strictObject({ name: text(100), value: text(1000) }))
    .max(10, 'must be at most 10 headers')
    .default([]),
  body: z.string().max(4096, 'must have at most 4096 characters').nullable().default(null),
  expect: z.strictObject({
    status: z.int('must be a whole number').min(100, 'must be 100 to 599').max(599, 'must be 100 to 599'),
    bodyContains: text(200).nullable().default(null),
    /** A regular expression; its first group may be named in the second part as {{first.match}}. */
    bodyMatches: text(200).nullable().default(null),
  }),
  timeoutSeconds: z.int('must be a whole number').min(1, 'must be 1 to 15').max(15, 'must be 1 to 15').default(10),
});

const bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket');
const minutes = z.int('must be a whole number').min(1, 'must be 1 to 10080').max(10_080, 'must be 1 to 10080 (seven days)');

/** An object is there. Read by s3:ListObjectsV2 as the console's operator, so that no object is ever opened. */
const objectPart = z.strictObject({
  kind: z.literal('s3-object'),
  bucket,
  key: text(1024),
  /** Only one that was written within so many minutes counts. */
  newerThanMinutes: minutes.nullable().default(null),
});

/** The newest object under a prefix is not older than so many minutes. */
const newestPart = z.strictObject({ kind: z.literal('s3-newest'), bucket, prefix: z.string().max(1024), newerThanMinutes: minutes });

const part = z.discriminatedUnion('kind', [httpPart, objectPart, newestPart], {
  error: 'must be of kind "http", "s3-object" or "s3-newest"',
});
export type ProbePart = z.infer<typeof part>;
export type HttpPart = z.infer<typeof httpPart>;
export type ObjectPart = z.infer<typeof objectPart>;
export type NewestPart = z.infer<typeof newestPart>;

/** PUT /api/workloads/{id}/probes/{name}: what is asked, and what may be read afterwards to see what the first part made. */
export const probeInput = z.strictObject({ first: part, second: part.nullable().default(null) }).superRefine((input, issues) => {
  for (const { field, message } of probeProblems(input)) issues.addIssue({ code: 'custom', path: field.split('.'), message });
});
export type ProbeInput = z.infer<typeof probeInput>;

export const probeMoment = z.enum(['try', 'before', 'during', 'after']);
export type ProbeMoment = z.infer<typeof probeMoment>;

/** How one part went. What came back is not kept: its status, size and whether it matched, and of a failure a masked excerpt. */
export const partResult = z.object({
  /** `POST http://uploads.internal/upload`, `s3://bucket/key`. */
  what: z.string(),
  /** Whose call it was. Never the workload's: "the console, without credentials", or the ARN of its operator. */
  madeBy: z.string(),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  expected: z.string(),
  observed: z.string(),
  attempts: z.int(),
  milliseconds: z.int(),
  bytes: z.int().nullable(),
  excerpt: z.string().nullable(),
});
export type PartResult = z.infer<typeof partResult>;

/** How a probe went; `unknown`: AWS did not let the console see, which is no pass. */
export const probeResult = z.object({
  name: z.string(),
  /** Which wording of the probe was tried; it grows with each change. */
  version: z.int(),
  /** {{probe.id}} of this time. */
  probeId: z.string(),
  moment: probeMoment,
  verdict: z.enum(['pass', 'fail', 'unknown']),
  parts: z.array(partResult),
  /** What it made and did not take away again, in a sentence, or null. */
  left: z.string().nullable(),
  at: z.string(),
});
export type ProbeResult = z.infer<typeof probeResult>;

/** A probe of a workload as it is stored, with how it went last. */
export const probe = z.object({
  name: z.string(),
  workloadId: z.string(),
  first: part,
  second: part.nullable(),
  version: z.int(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  lastResult: probeResult.nullable(),
});
export type Probe = z.infer<typeof probe>;

/** GET /api/workloads/{id}/probes: all of them, at most ten. */
export const probes = z.object({
  items: z.array(probe),
  /** What the workload is known to answer to, to begin from; empty where nothing is known. */
  answersAt: z.array(z.object({ method: z.enum(['GET', 'POST']), url: z.string(), says: z.string() })),
});
export type Probes = z.infer<typeof probes>;

/** A probe that a run made, with the step at which it did. */
export const probeOfRun = z.object({ seq: z.int(), stepId: z.string().nullable(), result: probeResult });
export type ProbeOfRun = z.infer<typeof probeOfRun>;
