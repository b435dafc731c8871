import { own, setOwn } from '../../state/iam.ts';
import { type ParameterState, parametersOf } from '../../state/secrets.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type CallContext, type Requirement, type Service } from '../service.ts';

const arnOf = (context: CallContext, name: string): string =>
  `arn:${context.account.partition}:ssm:${context.region}:${context.account.id}:parameter/${name.replace(/^\//, '')}`;

const need = (context: CallContext, action: string, names: (string | undefined)[]): Requirement[] =>
  names.map((name) => ({ action: `ssm:${action}`, resource: arnOf(context, name ?? '') }));

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

function requireParameter(context: CallContext, name: string): ParameterState {
  const found = own(parametersOf(context.account, context.region), name);
  if (!found) throw new AwsFault('ParameterNotFound', '');
  return found;
}

/** Parameter Store of AWS Systems Manager, as much as a scan, a task definition's `secrets` and the handing over of a role chain need. */
export const service: Service<typeof import('@aws-sdk/client-ssm')> = {
  signingName: 'ssm',
  global: false,
  handlers: {
    PutParameter({ Name = '', Value = '', Type = 'String', Description, Overwrite }, context) {
      if (!/^[\w./-]{1,1011}$/.test(Name)) throw new AwsFault('ValidationException', 'Parameter name must be a fully qualified name.');
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
      });
      return { Version: version, Tier: 'Standard' };
    },

    DescribeParameters({ MaxResults = 50, NextToken }, context) {
      const { page, nextToken } = pageOf({
        items: Object.values(parametersOf(context.account, context.region)).sort((a, b) => byText(a.name, b.name)),
        keyOf: ({ name }) => name,
        compare: byText,
        token: NextToken,
        limit: Math.min(MaxResults, 50),
        filters: 'parameters',
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
      requireParameter(context, Name);
      delete parametersOf(context.account, context.region)[Name];
      return {};
    },

    GetParameters({ Names, WithDecryption }, context) {
      const parameters = parametersOf(context.account, context.region);
      const found = (Names ?? []).map((name) => ({ name, parameter: own(parameters, name) }));
      return {
        Parameters: found.flatMap(({ parameter }) =>
          parameter ? [{ ...shown(parameter), Value: valueShown(parameter, WithDecryption) }] : [],
        ),
        InvalidParameters: found.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
      };
    },
  },
  requirements: {
    PutParameter: ({ Name }, context) => need(context, 'PutParameter', [Name]),
    DescribeParameters: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
    GetParameter: ({ Name }, context) => need(context, 'GetParameter', [Name]),
    DeleteParameter: ({ Name }, context) => need(context, 'DeleteParameter', [Name]),
    GetParameters: ({ Names }, context) => need(context, 'GetParameters', Names ?? []),
  },
  limits: {
    PutParameter: 'Standard tier; no policies, no labels, no history.',
    DescribeParameters: 'Filters are not looked at.',
    GetParameter: 'By name; no version, no label, and no KMS permission is asked for.',
    GetParameters: 'By name; no KMS permission is asked for.',
  },
};
