import { type Ec2Place, ec2Place } from '../../state/ec2.ts';
import type { CallContext } from '../service.ts';

/** The account and Region that a call acts on. */
export const placeOf = ({ world, account, region }: CallContext): Ec2Place => ec2Place(world, account, region);
