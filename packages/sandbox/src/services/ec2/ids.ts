import type { World } from '../../state/world.ts';

/** A new id: the prefix, a zero and 16 hexadecimal digits (`i-0…`, `lt-0…`, `iip-assoc-0…`), as EC2 has made them since 2016. */
export const newEc2Id = (world: World, prefix: string): string => `${prefix}-0${world.random(8).toString('hex')}`;
