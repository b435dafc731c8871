import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { type ListSearch, useListSearch } from './use-list-search.ts';

type Property = 'state' | 'kind' | 'region' | 'keyId';
const names: Record<Property, [string, string]> = {
  state: ['State', 'States'],
  kind: ['Kind', 'Kinds'],
  region: ['Region', 'Regions'],
  keyId: ['Access key id', 'Access key ids'],
};

/** Cloudscape's property filter over what the server filters by; free text searches names. */
export function ListFilter({
  label,
  properties,
  options,
}: {
  label: string;
  properties: Property[];
  options: { state?: string[]; kind?: string[]; region?: string[] };
}) {
  const { search, setSearch } = useListSearch();
  const tokens: PropertyFilterProps.Token[] = [
    ...(search.q ? [{ value: search.q, operator: ':' as const }] : []),
    ...properties.flatMap((property) =>
      search[property] ? [{ propertyKey: property, value: search[property], operator: '=' as const }] : [],
    ),
  ];
  const change = ({ tokens: next }: PropertyFilterProps.Query) => {
    const filters: ListSearch = { q: undefined, cursor: undefined, page: undefined };
    for (const property of properties) filters[property] = undefined;
    for (const token of next) {
      if (token.propertyKey === undefined) filters.q = String(token.value);
      else filters[token.propertyKey as Property] = String(token.value);
    }
    setSearch(filters);
  };
  return (
    <PropertyFilter
      query={{ tokens, operation: 'and' }}
      onChange={({ detail }) => change(detail)}
      hideOperations
      filteringAriaLabel={label}
      filteringPlaceholder={`${label} (press / to begin)`}
      filteringProperties={properties.map((key) => ({
        key,
        propertyLabel: names[key][0],
        groupValuesLabel: names[key][1],
        operators: ['='],
      }))}
      filteringOptions={properties.flatMap((key) =>
        key === 'keyId' ? [] : (options[key] ?? []).map((value) => ({ propertyKey: key, value })),
      )}
      i18nStrings={filterWords}
    />
  );
}

const filterWords: PropertyFilterProps.I18nStrings = {
  filteringAriaLabel: 'Filter',
  dismissAriaLabel: 'Dismiss',
  groupValuesText: 'Values',
  groupPropertiesText: 'Properties',
  operatorsText: 'Operators',
  operationAndText: 'and',
  operationOrText: 'or',
  operatorContainsText: 'Contains',
  operatorDoesNotContainText: 'Does not contain',
  operatorEqualsText: 'Equals',
  operatorDoesNotEqualText: 'Does not equal',
  editTokenHeader: 'Edit filter',
  propertyText: 'Property',
  operatorText: 'Operator',
  valueText: 'Value',
  cancelActionText: 'Cancel',
  applyActionText: 'Apply',
  allPropertiesLabel: 'Name',
  clearFiltersText: 'Clear filters',
  removeTokenButtonAriaLabel: (token) => `Remove the filter ${token.propertyKey ?? ''} ${token.value}`,
  enteredTextLabel: (text) => `Use: "${text}"`,
};
