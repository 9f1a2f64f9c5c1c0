import { canonicalHash, type OtherStreams } from '#libs/event-log';
import { request, type RequestState, riskSubjectOf } from '#libs/requests';
import { property, type Property } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { registerSubject } from '../subjects.js';

const isPublic = (others: OtherStreams, propertyId: string): boolean => {
  const known = others.read(property, propertyId, { guards: false });
  return known.status !== 'unknown' && known.isPublic;
};

registerSubject({
  kind: 'REQUEST',
  what: 'request',
  aggregate: request,
  recordsGate: true,
  show(id, state, others) {
    const known = state as RequestState;
    const subject = riskSubjectOf(known);
    if (known.status === 'unknown' || !subject) return null;
    const { requesterIds, engineerIds, scopeHash, ended, touches, expedite, likelyMinutes, providerTeamId } = subject;
    const propertyIds = subject.properties.map(propertyIdOf);
    const { consumerTeamId } = known;
    const teamIds = [consumerTeamId, ...(providerTeamId === null ? [] : [providerTeamId])];
    others.foresee(
      propertyIds.map((propertyId) => ({ aggregate: property, id: propertyId, expect: 'latest', guards: false })),
    );
    const publicProperty = propertyIds.some((propertyId) => isPublic(others, propertyId));
    return {
      view: { kind: 'REQUEST', id, teamIds, propertyIds, requesterIds, engineerIds, scopeHash, ended },
      scope: { touches, expedite, publicProperty, likelyMinutes },
      // Before triage every team that does work.
      speaks: ({ side, teamId }) =>
        side === 'CONSUMER' ? teamId === consumerTeamId : providerTeamId === null || teamId === providerTeamId,
    };
  },
});

registerSubject({
  kind: 'PROPERTY',
  what: 'property',
  aggregate: property,
  // Nothing is launched by a property itself.
  recordsGate: false,
  show(id, state) {
    const known = state as Property;
    if (known.status === 'unknown') return null;
    const { url, isPublic: publicProperty, responsible } = known;
    const engineerIds = [...new Set(Object.values(responsible))];
    const scopeHash = canonicalHash({ url, publicProperty });
    return {
      view: {
        kind: 'PROPERTY',
        id,
        teamIds: [],
        propertyIds: [id],
        requesterIds: [],
        engineerIds,
        scopeHash,
        ended: false,
      },
      scope: { touches: [], publicProperty },
    };
  },
});
