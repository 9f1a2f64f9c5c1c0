import type { Fact } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import type { AlignmentFact } from './events.js';

type Sentences = {
  readonly [T in AlignmentFact['type']]: (data: Extract<AlignmentFact, { readonly type: T }>['data']) => string;
};

const sideOf = (side: Side): string => (side === 'CONSUMER' ? 'Marketing' : 'Engineering');
const counted = (count: number): string => `${count} request${count === 1 ? '' : 's'}`;
const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
const about = (requestType: string | null): string => (requestType === null ? 'all requests' : spoken(requestType));

const SENTENCES: Sentences = {
  PriorityBoardOpened: () => 'Two teams began to rank their requests together',
  RanksSubmitted: ({ side, order }) => `${sideOf(side)} ranked ${counted(order.length)}`,
  RankingProposed: ({ side, order }) => `${sideOf(side)} proposed one order of ${counted(order.length)}`,
  RankingAgreed: ({ order, disagreementIndex }) =>
    `Both agreed on one order of ${counted(order.length)}; their disagreement was ${Math.round(disagreementIndex * 100)} %`,
  TieBroken: ({ reason }) => `A tie was broken: “${reason}”`,
  ResponsibilitySet: ({ role, requestType, party, property }) =>
    `A ${spoken(party.kind)} is ${spoken(role)} for ${about(requestType)} on ${property}`,
  ResponsibilityRemoved: ({ role, requestType, property, reason }) =>
    `Nobody new is ${spoken(role)} for ${about(requestType)} on ${property} in place of who was: “${reason}”`,
};

/** What happened to a board or to responsibilities, in one sentence that a person understands. */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof Sentences] as (data: object) => string)(data)}.`;
