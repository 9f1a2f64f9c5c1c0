import type { Instant, Recorded } from '#libs/event-log';
import { request as aggregate } from './evolve.js';
import type { RequestEvent } from './facts.js';
import type { Request } from './state.js';

/** As it will be stored, as far as what follows in the same decision depends on it. */
const foreseen = (fact: RequestEvent, recordedAt: Instant): Recorded<RequestEvent> => ({
  ...fact,
  eventId: '',
  workspaceId: '',
  streamId: '',
  version: 0,
  position: 0,
  recordedAt,
  schemaVersion: 0,
  meta: { commandId: '', correlationId: '', actorId: '', actorRole: '' },
});

/** The request after facts that are decided and not stored: for rules that build on them in the same append. */
export const stateAfter = (request: Request, facts: readonly RequestEvent[], now: Instant): Request =>
  facts.reduce((state, fact) => aggregate.evolve(state, foreseen(fact, now)), request);
