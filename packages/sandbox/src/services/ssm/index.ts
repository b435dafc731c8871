import { own, setOwn } from '../../state/iam.ts';
import { type ParameterState, parametersOf } from '../../state/secrets.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type Service } from '../service.ts';
import { arnOf, need, parametersNamed, requireParameter } from './parameters.ts';

const shown = (parameter: ParameterState) => ({
  Name: parameter.name,
  ARN: parameter.arn,
  Type: parameter.type,
  Version: parameter.version,
  LastModifiedDate: new Date(parameter.modifiedAt),
  DataType: 'text',
});

// Without WithDecryption AWS gives the cipher text; here there is none to give.
const valueShown = ({ type, value }: ParameterState, decrypted: boolean | undefined): string =>
  type === 'SecureString' && !decrypted ? 'AQICAHg=' : value;

/** Parameter Store of AWS Systems Manager, as much as a scan, a task definition's `secrets` and the handing over of a role chain need. */
export const service: Service<typeof import('@aws-sdk/client-ssm')> = {
  signingName: 'ssm',
  global: false,
  handlers: {
    PutParameter({ Name = '', Value = '', Type = 'String', Description, Overwrite, Tags }, context) {
      if (!/^(\/[\w./-]{1,1010}|[\w.-]{1,1011})$/.test(Name))
        throw new AwsFault('ValidationException', 'Parameter name must be a fully qualified name.');
      if (Value.length > 4096)
        throw new AwsFault('ValidationException', 'Standard tier parameters support a maximum parameter value of 4096 characters.');
      const parameters = parametersOf(context.account, context.region);
      const existing = own(parameters, Name);
      if (existing && !Overwrite) {
        throw new AwsFault(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
        );
      }
      if (Overwrite && Tags?.length) {
        throw new AwsFault(
          'ValidationException',
          "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
        );
      }
      const version = (existing?.version ?? 0) + 1;
      setOwn(parameters, Name, {
        name: Name,
        arn: arnOf(context, Name),
        type: Type,
        value: Value,
        version,
        modifiedAt: context.now.toISOString(),
        modifiedBy: context.principal.arn,
        description: Description ?? null,
        tags: existing?.tags ?? (Tags ?? []).map(({ Key, Value: text }) => ({ Key: Key ?? '', Value: text ?? '' })),
      });
      return { Version: version, Tier: 'Standard' };
    },

    DescribeParameters({ MaxResults = 50, NextToken, ParameterFilters }, context) {
      const wanted = ParameterFilters?.filter(({ Key, Option = 'Equals' }) => Key === 'Name' && Option === 'Equals');
      const isAsked = ({ name }: ParameterState) => (wanted ?? []).every(({ Values }) => Values?.includes(name));
      const { page, nextToken } = pageOf({
        items: Object.values(parametersOf(context.account, context.region))
          .filter(isAsked)
          .sort((a, b) => byText(a.name, b.name)),
        keyOf: ({ name }) => name,
        compare: byText,
        token: NextToken,
        limit: Math.min(MaxResults, 50),
        filters: JSON.stringify(wanted ?? []),
        badToken: 'InvalidNextToken',
      });
      const Parameters = page.map((parameter) => ({
        ...shown(parameter),
        LastModifiedUser: parameter.modifiedBy,
        ...(parameter.description === null ? {} : { Description: parameter.description }),
      }));
      return { Parameters, ...(nextToken ? { NextToken: nextToken } : {}) };
    },

    GetParameter({ Name = '', WithDecryption }, context) {
      const parameter = requireParameter(context, Name);
      return { Parameter: { ...shown(parameter), Value: valueShown(parameter, WithDecryption) } };
    },

    DeleteParameter({ Name = '' }, context) {
      delete parametersOf(context.account, context.region)[requireParameter(context, Name).name];
      return {};
    },

    GetParameters({ Names = [], WithDecryption }, context) {
      const found = parametersNamed(context, Names);
      return {
        Parameters: [...found.values()].map((parameter) => ({ ...shown(parameter), Value: valueShown(parameter, WithDecryption) })),
        InvalidParameters: Names.filter((name) => !found.has(name)),
      };
    },

    ListTagsForResource({ ResourceType, ResourceId = '' }, context) {
      if (ResourceType !== 'Parameter') throw new AwsFault('InvalidResourceType', 'The sandbox tags parameters only.');
      const found = parametersNamed(context, [ResourceId]).get(ResourceId);
      if (!found) throw new AwsFault('InvalidResourceId', '');
      return { TagList: found.tags ?? [] };
    },
  },
  requirements: {
    PutParameter: ({ Name, Tags }, context) => [
      ...need(context, 'PutParameter', [Name]),
      ...(Tags?.length ? need(context, 'AddTagsToResource', [Name]) : []),
    ],
    DescribeParameters: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
    GetParameter: ({ Name }, context) => need(context, 'GetParameter', [Name]),
    DeleteParameter: ({ Name }, context) => need(context, 'DeleteParameter', [Name]),
    GetParameters: ({ Names }, context) => need(context, 'GetParameters', Names ?? []),
    ListTagsForResource: ({ ResourceId }, context) => need(context, 'ListTagsForResource', [ResourceId]),
  },
  limits: {
    PutParameter: 'Standard tier; no policies, no labels, no history.',
    DescribeParameters: 'Of the filters only Name with Equals is looked at.',
    GetParameter: 'By name or ARN; no version, no label, and no KMS permission is asked for.',
    GetParameters: 'By name or ARN; no KMS permission is asked for.',
    ListTagsForResource: 'Of parameters only.',
  },
};
