import { canonicalHash } from '#libs/event-log';
import { registerSubject, type SubjectSource } from '#libs/risk';
import { provider, type Provider } from './domain/index.js';

/** An agency as a review of its risk looks at it: a new vendor, and what it can reach. */
export const providerSubject: SubjectSource = {
  kind: 'PROVIDER',
  what: 'agency',
  aggregate: provider,
  // Its own checklist keeps it from working; nothing is launched by an agency itself.
  recordsGate: false,
  show(id, state) {
    const known = state as Provider;
    if (known.status === 'unknown') return null;
    const { name, teamId, contactId, accesses, status } = known;
    const systems = [...new Set(accesses.flatMap(({ system, revoked }) => (revoked ? [] : system)))].sort();
    const view = {
      kind: 'PROVIDER' as const,
      id,
      teamIds: [teamId],
      propertyIds: [],
      requesterIds: [],
      engineerIds: contactId === null ? [] : [contactId],
      scopeHash: canonicalHash({ name, systems }),
      ended: status === 'OFFBOARDED' || status === 'REJECTED',
    };
    return {
      view,
      scope: { touches: [{ touch: 'NEW_VENDOR' }] },
      // It is a matter of the house, and nobody judges themselves.
      speaks: (held) => held.teamId !== teamId,
    };
  },
};

registerSubject(providerSubject);
