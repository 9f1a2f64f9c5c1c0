import type { Fact } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import {
  type IdeaFacts,
  ideaLabel,
  type InterruptionFacts,
  type RoadblockFacts,
  roadblockLabel,
} from './domain/index.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

/** Longest piece of somebody's own words in a sentence, in characters. */
const LONGEST = 160;

/** Their own words, cut where they are long. */
const quoted = (text: string): string => {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim().replace(/\.$/, ''));
  const line = characters
    .slice(0, LONGEST - 1)
    .join('')
    .trimEnd();
  return `“${characters.length > LONGEST ? `${line}…` : characters.join('')}”`;
};

const because = (text: string | null): string => (text === null ? '' : `: ${quoted(text)}`);
const spoken = (word: string): string => word.toLowerCase().replaceAll('_', ' ');
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const from = (side: Side | null): string =>
  side === null ? '' : ` from ${side === 'CONSUMER' ? 'marketing' : 'engineering'}`;

const ofIdeas: Sentences<IdeaFacts> = {
  IdeaCaptured: ({ number, title, originSide }) => `${ideaLabel(number)} came${from(originSide)}: ${quoted(title)}`,
  IdeaShaped: ({ roughMinutes, quickWin }) =>
    `It has a shape: about ${counted(roughMinutes, 'minute')}${quickWin ? ', a quick win' : ''}`,
  IdeaVoted: ({ side }) => `It got a vote${from(side)}`,
  IdeaVoteWithdrawn: ({ side }) => `A vote${from(side)} was taken back`,
  IdeaParked: ({ reason }) => `It was parked: ${quoted(reason)}`,
  IdeaDropped: ({ reason }) => `It was dropped: ${quoted(reason)}`,
  IdeaRevived: ({ reason }) => `It was taken up again${because(reason)}`,
  IdeaConverted: () => 'It became a request',
};

const affected = ({ added, removed }: RoadblockFacts['RoadblockAffectedChanged']): string =>
  [
    ...(added.length > 0 ? [`blocks ${counted(added.length, 'more request')}`] : []),
    ...(removed.length > 0 ? [`no longer blocks ${counted(removed.length, 'request')}`] : []),
  ].join(' and ');

const ofRoadblocks: Sentences<RoadblockFacts> = {
  RoadblockRaised: ({ number, title, until }) =>
    `${roadblockLabel(number)} was raised, expected to end on ${until}: ${quoted(title)}`,
  RoadblockOwnerAssigned: ({ previousOwnerId }) => `It has ${previousOwnerId === null ? 'an owner' : 'another owner'}`,
  RoadblockAffectedChanged: (data) => `It ${affected(data)}`,
  RoadblockUntilChanged: ({ until, previous, reason }) =>
    `It is expected to end on ${until} instead of ${previous}: ${quoted(reason)}`,
  RoadblockMitigated: ({ how }) => `It was mitigated: ${quoted(how)}`,
  RoadblockResolved: ({ how }) => `It was resolved: ${quoted(how)}`,
  RoadblockAccepted: ({ reason }) => `It was accepted: ${quoted(reason)}`,
  RoadblockReopened: ({ reason }) => `It blocks again: ${quoted(reason)}`,
};

const ofInterruptions: Sentences<InterruptionFacts> = {
  InterruptionLogged: ({ kind, minutes, topic, conversionSuggested }) =>
    `An interruption (${spoken(kind)}) of ${counted(minutes, 'minute')} was logged: ${quoted(topic)}` +
    (conversionSuggested ? '. It should become a request' : ''),
  InterruptionConvertedToRequest: () => 'It became a request',
  InterruptionConvertedToQuestion: ({ questionId }) => `It became question ${questionId} of a request`,
  InterruptionWrittenOff: ({ reason }) => `It was written off: ${quoted(reason)}`,
};

const SENTENCES = { ...ofIdeas, ...ofRoadblocks, ...ofInterruptions };

/** What happened, in one sentence that a person understands, e.g. `It was parked: “After the launch”.` */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof typeof SENTENCES] as (data: object) => string)(data)}.`;

/** False for votes: who voted is told to nobody else. */
export const tellsOfPersons = (type: string): boolean => type !== 'IdeaVoted' && type !== 'IdeaVoteWithdrawn';
