import { type Ec2Place, ec2Of } from '../../state/ec2.ts';
import { fixedId, type StoredImage } from '../../state/ec2-network.ts';
import { own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/** Images that Amazon and Canonical offer in every Region, by a short name; their ids differ from Region to Region. */
const PUBLIC = {
  al2023: { name: 'al2023-ami-2023.9.20261110.0-kernel-6.12-x86_64', ownerId: '137112412989', rootDeviceName: '/dev/xvda', arm: false },
  'al2023-arm': { name: 'al2023-ami-2023.9.20261110.0-kernel-6.12-arm64', ownerId: '137112412989', rootDeviceName: '/dev/xvda', arm: true },
  al2: { name: 'amzn2-ami-hvm-2.0.20261101.0-x86_64-gp2', ownerId: '137112412989', rootDeviceName: '/dev/xvda', arm: false },
  ecs: { name: 'al2023-ami-ecs-hvm-2023.0.20261105-kernel-6.1-x86_64', ownerId: '591542846629', rootDeviceName: '/dev/xvda', arm: false },
  ubuntu: {
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261101',
    ownerId: '099720109477',
    rootDeviceName: '/dev/sda1',
    arm: false,
  },
} as const;

export type PublicImage = keyof typeof PUBLIC;

/** Id of a public image in a Region. */
export const publicImageId = (region: string, name: PublicImage): string => fixedId('ami', region, name);

const offered = new Map<string, StoredImage[]>();

/** The public images of a Region; made once, since every instance that is shown looks its own up. */
function publicImages(region: string): StoredImage[] {
  const known = offered.get(region);
  if (known) return known;
  const images = Object.entries(PUBLIC).map(
    ([short, { name, ownerId, rootDeviceName, arm }]): StoredImage => ({
      imageId: publicImageId(region, short as PublicImage),
      name,
      description: name,
      ownerId,
      createdAt: '2026-11-10T00:00:00.000Z',
      architecture: arm ? 'arm64' : 'x86_64',
      rootDeviceName,
      tags: {},
    }),
  );
  offered.set(region, images);
  return images;
}

/** Every image that an account sees in a Region: the public ones and its own. */
export const imagesOf = ({ account, region }: Pick<Ec2Place, 'account' | 'region'>): StoredImage[] => [
  ...publicImages(region),
  ...Object.values(ec2Of(account, region).images),
];

/** Public parameters of Systems Manager that stand for an image (D-75 tells them apart: a refresh to one cannot be rolled back). */
const PARAMETERS: Record<string, PublicImage> = {
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64': 'al2023',
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64': 'al2023-arm',
  '/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2': 'al2',
};

/** The image that a launch names by id or by `resolve:ssm:<parameter>`. Throws InvalidAMIID.NotFound in AWS's words. */
export function requireImage(place: Pick<Ec2Place, 'account' | 'region'>, named: string): StoredImage {
  const parameter = /^resolve:ssm:(.+)$/.exec(named)?.[1];
  const short = parameter === undefined ? null : own(PARAMETERS, parameter);
  if (parameter !== undefined && !short) {
    throw new AwsFault('InvalidAMIID.NotFound', `The image ID cannot be resolved from the Systems Manager parameter '${parameter}'.`);
  }
  const imageId = short ? publicImageId(place.region, short) : named;
  const image = imagesOf(place).find((one) => one.imageId === imageId);
  if (!image && !/^ami-[0-9a-f]{8,17}$/.test(imageId)) throw new AwsFault('InvalidAMIID.Malformed', `Invalid id: "${imageId}"`);
  if (!image) throw new AwsFault('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`);
  return image;
}
