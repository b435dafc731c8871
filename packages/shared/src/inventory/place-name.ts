import type { Location } from './location.ts';

/** What a value lies in, without its revision: the family, or the instance, launch template or launch configuration. */
export const placeName = (one: Location): string => (one.place === 'user-data' ? one.name : one.family);
