import type { Signable } from './signer.ts';
import type { WorkloadCall } from './workload.ts';

/** A workload's call as its SDK would put it on the wire, unsigned. `host` is the sandbox's, `now` stamps what is written. */
export function requestOf(call: WorkloadCall, { region, host }: { region: string; host: string }): Signable {
  const base = { region, query: {}, headers: { host } };
  switch (call.service) {
    case 'sts':
      return form(
        { ...base, service: 'sts' },
        {
          Action: call.operation,
          Version: '2011-06-15',
          ...(call.operation === 'AssumeRole' ? membersOf(call) : {}),
        },
      );
    case 'cloudwatch':
      return form(
        { ...base, service: 'monitoring' },
        {
          Action: call.operation,
          Version: '2010-08-01',
          Namespace: call.namespace,
          'MetricData.member.1.MetricName': call.metric,
          'MetricData.member.1.Value': '1',
          'MetricData.member.1.Unit': 'Count',
        },
      );
    case 'ecs': {
      const headers = {
        ...base.headers,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerServiceV20141113.${call.operation}`,
      };
      return { ...base, service: 'ecs', method: 'POST', path: '/', headers, body: JSON.stringify(call.input) };
    }
    case 's3':
      return s3Request(call, base);
  }
}

const membersOf = ({ roleArn, sessionName, externalId, durationSeconds }: Extract<WorkloadCall, { operation: 'AssumeRole' }>) => ({
  ...{ RoleArn: roleArn, RoleSessionName: sessionName },
  ...(externalId === undefined ? {} : { ExternalId: externalId }),
  ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
});

type Base = Pick<Signable, 'region' | 'query' | 'headers'>;

function form(base: Base & Pick<Signable, 'service'>, members: Record<string, string>): Signable {
  const headers = { ...base.headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { ...base, method: 'POST', path: '/', headers, body: new URLSearchParams(members).toString() };
}

function s3Request(call: Extract<WorkloadCall, { service: 's3' }>, base: Base): Signable {
  const path =
    call.operation === 'ListObjectsV2' ? `/${call.bucket}` : `/${call.bucket}/${call.key.split('/').map(encodeURIComponent).join('/')}`;
  if (call.operation === 'ListObjectsV2') {
    return { ...base, service: 's3', method: 'GET', path, query: { 'list-type': '2', prefix: call.key }, body: '' };
  }
  // The same text every time: what is stored does not change with every beat.
  const body = call.operation === 'PutObject' ? (call.body ?? `state of ${call.key}\n`) : '';
  const headers = body ? { ...base.headers, 'content-type': 'text/plain' } : base.headers;
  return {
    ...base,
    service: 's3',
    method: call.operation === 'PutObject' ? 'PUT' : 'GET',
    path,
    query: { 'x-id': call.operation },
    headers,
    body,
  };
}
