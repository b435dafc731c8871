import { AppError } from '@rolewright/shared/error.ts';

/**
 * Regions that AWS has, by partition, for telling a typing error from a Region. Which of them an account has enabled AWS alone knows (D-87):
 * a scan says it. Source: botocore's endpoints and partitions data.
 */
const regionNames = new Set(
  `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2
  ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1
  eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2
  us-west-1 us-west-2 cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1 eusc-de-east-1 us-iso-east-1 us-iso-west-1 us-isob-east-1
  us-isob-west-1 us-isof-east-1 us-isof-south-1 eu-isoe-west-1`.split(/\s+/),
);

/** Refuses Regions that AWS does not have, naming the field. On a custom endpoint any name of the right form will do. */
export function checkRegions(regions: string[], endpointUrl: string | null): void {
  if (endpointUrl !== null) return;
  const unknown = regions.map((region, index) => ({ region, index })).filter(({ region }) => !regionNames.has(region));
  if (unknown.length === 0) return;
  const fields = unknown.map(({ region, index }) => ({ field: `regions.${index}`, message: `${region} is not a Region of AWS` }));
  throw new AppError('bad-input', `AWS has no Region ${unknown.map(({ region }) => region).join(', ')}.`, { fields });
}
