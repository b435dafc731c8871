import type { InstanceInputs } from '../plan/ec2-instance.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { MetadataOptions } from '../plan/instance-steps.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

const containers = /\b(docker|podman|nerdctl|containerd|crictl|ECS_CLUSTER|kubelet)\b/;
const metadata = /169\.254\.169\.254|fd00:ec2::254/;
const token = /x-aws-ec2-metadata-token/i;

const id = 'metadata-reachable';

/** D17, D-78: whoever is to get the role's credentials reaches the metadata service, by IMDSv2 where that is required, over the hops that it takes. */
export function metadataClaim({ instance, userData }: InstanceSnapshot, { metadataOptions }: InstanceInputs): Claim {
  const claim = 'The programs on the instance reach its metadata service';
  if (instance.state !== 'known') return unknown(id, claim, ['The instance could not be read.'], 'Make the plan anew.');
  const { endpoint, httpTokens, hopLimit } = { ...instance.value.metadata, ...metadataOptions };
  const options = `Tokens are ${httpTokens}, the hop limit is ${hopLimit}${metadataOptions ? ' once the plan is carried out' : ''}.`;
  if (endpoint === 'disabled') {
    return fail(
      id,
      claim,
      ['The metadata service of the instance is switched off: no role gives credentials there.'],
      'Switch it on first.',
    );
  }
  const warnings = metadataWarnings(userData, { httpTokens, hopLimit }, instance.value.metadata.httpTokens);
  if (warnings.length === 0) return pass(id, claim, [options, 'Nothing in its user data speaks against it.']);
  return unknown(
    id,
    claim,
    [options, ...warnings],
    'Look at what runs on the instance. The metadata options can be changed in a plan of their own, later.',
  );
}

/** What speaks against metadata options, as sentences: from the user data, and where a token becomes required. */
export function metadataWarnings(
  userData: InstanceSnapshot['userData'],
  { httpTokens, hopLimit }: MetadataOptions,
  tokensToday: MetadataOptions['httpTokens'],
): string[] {
  const lines = userData.state === 'known' ? userData.value.lines.map(({ text }, index) => ({ text, number: index + 1 })) : [];
  const ran = lines.filter(({ text }) => containers.test(text)).map(({ number }) => number);
  const plain = lines.filter(({ text }) => metadata.test(text)).map(({ number }) => number);
  return [
    ...(ran.length > 0 && hopLimit === 1
      ? [
          `Its user data starts containers (line ${ran.join(', ')}): with a hop limit of 1 those with a network of their own get no credentials by IMDSv2; 2 lets them.`,
        ]
      : []),
    ...(httpTokens === 'required' && plain.length > 0 && !lines.some(({ text }) => token.test(text))
      ? [`Its user data asks the metadata service without a token (line ${plain.join(', ')}), which is refused where tokens are required.`]
      : []),
    ...(httpTokens === 'required' && tokensToday === 'optional'
      ? [
          'Old SDKs and scripts that use IMDSv1 stop getting credentials. Whether there are any, CloudWatch’s metric MetadataNoToken tells over days.',
        ]
      : []),
    ...(userData.state === 'unreadable' ? [`Its user data was not looked at: ${userData.reason}.`] : []),
  ];
}
