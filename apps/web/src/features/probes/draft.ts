import type { Probe, ProbePart, Probes } from '@rolewright/shared/probes/probe.ts';

/** One part of a probe as the form holds it: text in every field, of every kind, so that changing the kind back loses nothing. */
export interface PartDraft {
  kind: ProbePart['kind'];
  method: 'GET' | 'HEAD' | 'POST';
  url: string;
  headers: { name: string; value: string }[];
  body: string;
  status: string;
  bodyContains: string;
  bodyMatches: string;
  timeoutSeconds: string;
  bucket: string;
  key: string;
  minutes: string;
}

export interface ProbeDraft {
  name: string;
  first: PartDraft;
  /** null: there is no second part. */
  second: PartDraft | null;
}

export const emptyPart: PartDraft = {
  kind: 'http',
  method: 'GET',
  url: '',
  headers: [],
  body: '',
  status: '200',
  bodyContains: '',
  bodyMatches: '',
  timeoutSeconds: '10',
  bucket: '',
  key: '',
  minutes: '',
};

/** What a new probe begins with: the first request that the workload is known to answer to and that asks AWS something, or nothing. */
export function newDraft(known: Probes['answersAt']): ProbeDraft {
  const post = known.find((one) => one.method === 'POST');
  if (post === undefined) return { name: '', first: emptyPart, second: null };
  const [, bucket = '', prefix = ''] = /s3:\/\/([^/\s]+)\/([^<\s]*)<id>/.exec(post.says) ?? [];
  const first: PartDraft = { ...emptyPart, method: 'POST', url: `${post.url}/{{probe.id}}`, body: 'a probe of Rolewright' };
  const second: PartDraft | null = bucket === '' ? null : { ...emptyPart, kind: 's3-object', bucket, key: `${prefix}{{probe.id}}` };
  return { name: 'upload', first, second };
}

export const draftOf = ({ name, first, second }: Probe): ProbeDraft => ({
  name,
  first: partDraft(first),
  second: second === null ? null : partDraft(second),
});

function partDraft(part: ProbePart): PartDraft {
  switch (part.kind) {
    case 'http': {
      const { method, url, headers, body, expect, timeoutSeconds } = part;
      return {
        ...emptyPart,
        ...{ kind: part.kind, method, url, headers, body: body ?? '' },
        status: String(expect.status),
        bodyContains: expect.bodyContains ?? '',
        bodyMatches: expect.bodyMatches ?? '',
        timeoutSeconds: String(timeoutSeconds),
      };
    }
    case 's3-object': {
      const minutes = part.newerThanMinutes === null ? '' : String(part.newerThanMinutes);
      return { ...emptyPart, kind: part.kind, bucket: part.bucket, key: part.key, minutes };
    }
    case 's3-newest':
      return { ...emptyPart, kind: part.kind, bucket: part.bucket, key: part.prefix, minutes: String(part.newerThanMinutes) };
  }
}

/** What is sent: numbers as numbers, what was left empty left out. What is no number is sent as it is, to be refused by its field. */
export const inputOf = ({ first, second }: ProbeDraft) => ({ first: partInput(first), second: second === null ? null : partInput(second) });

const number = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);
const orNull = (text: string): string | null => (text === '' ? null : text);

function partInput(part: PartDraft): object {
  const { kind, bucket, key, minutes } = part;
  if (kind === 's3-newest') return { kind, bucket, prefix: key, newerThanMinutes: number(minutes) };
  if (kind === 's3-object') return { kind, bucket, key, newerThanMinutes: minutes === '' ? null : number(minutes) };
  const { method, url, headers, body, status, bodyContains, bodyMatches, timeoutSeconds } = part;
  return {
    kind,
    method,
    url: url.trim(),
    headers: headers.filter((header) => header.name !== '' || header.value !== ''),
    body: method === 'POST' ? orNull(body) : null,
    expect: { status: number(status), bodyContains: orNull(bodyContains), bodyMatches: orNull(bodyMatches) },
    timeoutSeconds: number(timeoutSeconds),
  };
}
