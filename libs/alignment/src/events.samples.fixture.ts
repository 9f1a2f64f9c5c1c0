import type { Samples } from '#test/kit/golden';
import type { BoardEvent, ResponsibilityEvent } from './domain/index.js';

const marketing = '3c1a2b3c-9f54-5c0e-8a5e-3d1f5a7b9c02';
const engineering = '5f4e3d2c-1b0a-5f9e-8d7c-6b5a4f3e2d05';
const cleo = '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03';
const theo = '9e8d7c6b-5a4f-5e3d-8c2b-1a0f9e8d7c04';
const landing = '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08';
const tracking = '4a3b2c1d-0e9f-5a8b-9c7d-6e5f4a3b2c09';

/** One of each fact, in an order in which they could have happened. */
export const boardSamples: Samples<BoardEvent> = {
  PriorityBoardOpened: { consumerTeamId: marketing, providerTeamId: engineering },
  RanksSubmitted: { side: 'CONSUMER', order: [landing, tracking] },
  TieBroken: { first: tracking, second: landing, reason: 'The fair is in May.', order: [tracking, landing] },
  RankingProposed: { side: 'PROVIDER', order: [tracking, landing] },
  RankingAgreed: { order: [tracking, landing], disagreementIndex: 1, compared: 2, byIds: [theo, cleo] },
};

const accountable = {
  property: 'https://shop.example/',
  requestType: 'LANDING_PAGE',
  role: 'ACCOUNTABLE',
  party: { kind: 'PERSON', id: theo },
} as const;

export const responsibilitySamples: Samples<ResponsibilityEvent> = {
  ResponsibilitySet: { ...accountable, reason: 'She has left.', replaced: { kind: 'PERSON', id: cleo } },
  ResponsibilityRemoved: { ...accountable, reason: 'The page is gone.' },
};
