import type { CallerKind, Delivery, DeliveryFile } from '../delivery.ts';

const sources = {
  'ecs-task': { names: ['ContainerProvider'], make: 'ContainerProvider()', also: '' },
  'ec2-instance': {
    names: ['InstanceMetadataProvider'],
    make: 'InstanceMetadataProvider(InstanceMetadataFetcher(timeout=2, num_attempts=3))',
    also: 'from botocore.utils import InstanceMetadataFetcher\n',
  },
  environment: { names: ['EnvProvider'], make: 'EnvProvider()', also: '' },
} satisfies Record<CallerKind, { names: string[]; make: string; also: string }>;

/** boto3 session that walks the chain and renews itself before it ends; it names its source, so that no static key can answer first (D-02). */
export function pythonSnippet({ caller, links }: Delivery): DeliveryFile {
  const { names, make, also } = sources[caller.kind];
  const imported = ['CredentialProvider', 'CredentialResolver', 'DeferredRefreshableCredentials', ...names].sort();
  const content = `"""boto3 session of the last role of the chain. Usage: chained_session().client("s3")."""
import os

import boto3
import botocore.session
from botocore.credentials import ${imported.join(', ')}
${also}

class AssumedRole(CredentialProvider):
    """Assumes one role when credentials are needed, and again before they end."""

    METHOD = "assume-role"

    def __init__(self, caller, link):
        super().__init__()
        self._caller = caller
        self._arguments = {
            "RoleArn": os.environ[f"ROLE_{link}_ARN"],
            "RoleSessionName": os.environ[f"ROLE_{link}_SESSION_NAME"],
        }
        if f"ROLE_{link}_EXTERNAL_ID" in os.environ:
            self._arguments["ExternalId"] = os.environ[f"ROLE_{link}_EXTERNAL_ID"]
        if f"ROLE_{link}_DURATION_SECONDS" in os.environ:
            self._arguments["DurationSeconds"] = int(os.environ[f"ROLE_{link}_DURATION_SECONDS"])

    def load(self):
        return DeferredRefreshableCredentials(refresh_using=self._assume, method=self.METHOD)

    def _assume(self):
        answer = self._caller.client("sts").assume_role(**self._arguments)["Credentials"]
        return {
            "access_key": answer["AccessKeyId"],
            "secret_key": answer["SecretAccessKey"],
            "token": answer["SessionToken"],
            "expiry_time": answer["Expiration"].isoformat(),
        }


def _session(provider):
    inner = botocore.session.get_session()
    inner.register_component("credential_provider", CredentialResolver(providers=[provider]))
    return boto3.Session(botocore_session=inner, region_name=os.environ["AWS_REGION"])


def chained_session():
    session = _session(${make})
    for link in range(1, ${links.length + 1}):
        session = _session(AssumedRole(session, link))
    return session
`;
  return { name: 'chained_session.py', form: 'python', language: 'python', content, note: note('boto3') };
}

/** What is said of every snippet. */
export const note = (library: string): string =>
  `For code that passes credentials to ${library} itself; where it does not, the AWS config file needs no change of code. Started through chain.sh. Renewal goes by the machine’s clock: keep it right by NTP.`;
