import type { IamInstanceProfileAssociation } from '@aws-sdk/client-ec2';
import { activeAssociation, type Ec2State, type StoredAssociation } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type Handlers } from '../service.ts';
import { associate, disassociate } from './associate.ts';
import { filtered } from './filters.ts';
import { requireInstance, requireNotEnding } from './instance-find.ts';
import { listingPage } from './listing.ts';
import { placeOf } from './place.ts';
import { requireUsableProfile } from './profile.ts';
import { runEc2 } from './tick.ts';
import type { Ec2 } from './types.ts';

const incorrect = (message: string): AwsFault => new AwsFault('IncorrectState', message);

/** Instance profiles on instances: attach, replace, detach (D-65). */
export const profileAssociationHandlers: Handlers<Ec2> = {
  /** On an instance that has none, running or stopped; one that is being taken off is still in the way. */
  AssociateIamInstanceProfile({ InstanceId, IamInstanceProfile = {} }, context) {
    const place = placeOf(context);
    const instance = requireInstance(place.ec2, InstanceId);
    requireNotEnding(instance);
    const left = ofInstance(place.ec2, instance.instanceId).find(({ state }) => state !== 'disassociated');
    if (left) throw incorrect(`There is an existing association for instance ${InstanceId}`);
    const association = associate(place, instance, requireUsableProfile(place, IamInstanceProfile), false);
    const answer = shown(association);
    runEc2(context.world);
    return { IamInstanceProfileAssociation: answer };
  },

  DisassociateIamInstanceProfile({ AssociationId }, context) {
    const place = placeOf(context);
    const association = requireActive(place.ec2, AssociationId);
    disassociate(place, association);
    const answer = shown(association);
    runEc2(context.world);
    return { IamInstanceProfileAssociation: answer };
  },

  /** On a running instance alone; the answer is a new association, also where the profile is the same one. */
  ReplaceIamInstanceProfileAssociation({ AssociationId, IamInstanceProfile = {} }, context) {
    const place = placeOf(context);
    const old = requireActive(place.ec2, AssociationId);
    const instance = requireInstance(place.ec2, old.instanceId);
    if (!['pending', 'running'].includes(instance.state)) throw notActive(old.associationId);
    const profile = requireUsableProfile(place, IamInstanceProfile);
    disassociate(place, old);
    const answer = shown(associate(place, instance, profile, false));
    runEc2(context.world);
    return { IamInstanceProfileAssociation: answer };
  },

  DescribeIamInstanceProfileAssociations(input, context) {
    const { ec2 } = placeOf(context);
    const named = input.AssociationIds?.length
      ? input.AssociationIds.map((id) => requireAssociation(ec2, id))
      : Object.values(ec2.associations);
    const found = filtered(named, input.Filters, {
      'instance-id': ({ instanceId }) => [instanceId],
      state: ({ state }) => [state],
    });
    const limits = { least: 5, most: 1000, ids: 'AssociationIds' };
    const { page, nextToken } = listingPage(found, ({ associationId }) => associationId, { ...input }, limits);
    return { IamInstanceProfileAssociations: page.map(shown), ...nextToken };
  },
};

const ofInstance = ({ associations }: Ec2State, id: string): StoredAssociation[] =>
  Object.values(associations).filter(({ instanceId }) => instanceId === id);

function requireAssociation({ associations }: Ec2State, id: string | undefined): StoredAssociation {
  const found = own(associations, id ?? '');
  if (!found) throw new AwsFault('InvalidAssociationID.NotFound', `An invalid association-id of '${id}' was given`);
  return found;
}

/** The association, if it is the one that its instance goes by. */
function requireActive(ec2: Ec2State, id: string | undefined): StoredAssociation {
  const association = requireAssociation(ec2, id);
  if (activeAssociation(ec2, association.instanceId) !== association) throw notActive(association.associationId);
  return association;
}

const notActive = (id: string): AwsFault => incorrect(`The association ${id} is not the active association`);

const shown = ({
  associationId,
  instanceId,
  profileArn,
  profileId,
  state,
  timestamp,
}: StoredAssociation): IamInstanceProfileAssociation => ({
  AssociationId: associationId,
  InstanceId: instanceId,
  IamInstanceProfile: { Arn: profileArn, Id: profileId },
  State: state,
  Timestamp: new Date(timestamp),
});
