import type { Samples } from '#test/kit/golden';
import type { ChatCaptureEvent, IdeaEvent, InterruptionEvent, RoadblockEvent } from './domain/index.js';

const uuid = (last: string): string => `2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e${last}`;
const [mara, enno, marketing, engineering] = [uuid('01'), uuid('02'), uuid('03'), uuid('04')];
const [request, other, idea] = [uuid('05'), uuid('06'), uuid('07')];

/** One of each fact, in an order in which they could have happened to one idea. */
export const ideaSamples: Samples<IdeaEvent> = {
  IdeaCaptured: {
    number: 7,
    title: 'Coupon box',
    text: 'A box for coupons on the thank-you page.',
    originTeamId: marketing,
    originSide: 'CONSUMER',
    source: { kind: 'CHAT', ref: 'https://chat.example/1' },
  },
  IdeaShaped: {
    problem: 'Coupons are lost.',
    benefit: 'More of them are used.',
    roughMinutes: 90,
    touches: [],
    quickWin: true,
    policyVersion: 1,
  },
  IdeaVoted: { voterId: enno, side: 'PROVIDER' },
  IdeaVoteWithdrawn: { voterId: enno, side: 'PROVIDER' },
  IdeaParked: { reason: 'After the launch.' },
  IdeaDropped: { reason: 'Nobody asks for it.' },
  IdeaRevived: { reason: 'Somebody does.', status: 'SHAPED' },
  IdeaConverted: { requestId: request },
};

export const roadblockSamples: Samples<RoadblockEvent> = {
  RoadblockRaised: {
    number: 3,
    title: 'Provider migrates its API',
    text: 'Both endpoints.',
    affectedRequestIds: [request],
    until: '2026-01-09',
    ownerId: null,
  },
  RoadblockOwnerAssigned: { ownerId: enno, previousOwnerId: null },
  RoadblockAffectedChanged: { added: [other], removed: [request] },
  RoadblockUntilChanged: { until: '2026-01-12', previous: '2026-01-09', reason: 'They are late.' },
  RoadblockMitigated: { how: 'The old endpoint stays.' },
  RoadblockAccepted: { reason: 'It is small.' },
  RoadblockReopened: { reason: 'It is not.' },
  RoadblockResolved: { how: 'Moved over.' },
};

export const interruptionSamples: Samples<InterruptionEvent> = {
  InterruptionLogged: {
    personId: enno,
    teamId: engineering,
    kind: 'FAVOUR',
    minutes: 45,
    topic: 'A banner for tomorrow',
    fromTeamId: marketing,
    occurredOn: '2026-01-04',
    referenceEntryId: 'entry-1',
    conversionSuggested: true,
    policyVersion: 1,
  },
  InterruptionConvertedToRequest: { requestId: request },
  InterruptionConvertedToQuestion: { requestId: request, questionId: 'Q1' },
  InterruptionWrittenOff: { reason: 'It was nothing.' },
};

export const captureSamples: Samples<ChatCaptureEvent> = {
  ChatCaptured: {
    channel: 'C1',
    messageId: '1700000000.000100',
    link: 'https://chat.example/1',
    text: 'A box for coupons.',
    kind: 'IDEA',
    requestId: null,
    questionId: null,
    ideaId: idea,
  },
};

export const samples = { ...ideaSamples, ...roadblockSamples, ...interruptionSamples, ...captureSamples };
export const actorId = mara;
