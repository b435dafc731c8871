import type { PolicyInput, PolicySet } from './request.ts';

/** The same set with each document changed. The place is where the set holds it: `identity.0.document`, `resource`, `scps.1.0`. */
export function mapDocuments(set: PolicySet, change: (document: PolicyInput, place: string) => PolicyInput): PolicySet {
  const levels = (place: string, documents: PolicySet['scps']) =>
    documents.map((level, depth) => level.map((document, index) => change(document, `${place}.${depth}.${index}`)));
  return {
    identity: set.identity.map(({ name, document }, index) => ({ name, document: change(document, `identity.${index}.document`) })),
    ...(set.resource === undefined ? {} : { resource: change(set.resource, 'resource') }),
    ...(set.boundary === undefined ? {} : { boundary: change(set.boundary, 'boundary') }),
    ...(set.session === undefined ? {} : { session: change(set.session, 'session') }),
    scps: levels('scps', set.scps),
    ...(set.rcps === undefined ? {} : { rcps: levels('rcps', set.rcps) }),
  };
}
