import type { Fact } from '#libs/event-log';
import type { GateOutcome } from '#libs/vocabulary';
import {
  type ItemDescription,
  type ItemFacts,
  type OrderFacts,
  type PlaceFacts,
  type PlanningCadenceLapsed,
  shiftDays,
} from './domain/index.js';
import { itemLabel } from './items/to-item.js';
import { sessionSummary } from './planning/session-summary.js';
import { because, counted, listed, quoted, sideWord, spoken, windowWord } from './words.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

const FIELDS: Readonly<Record<keyof ItemDescription, string>> = {
  title: 'its title',
  owners: 'who answers for it',
  goalIds: 'its goals',
  propertyIds: 'its web properties',
  expectedImpact: 'what it is meant to bring',
};

const OUTCOMES: Readonly<Record<GateOutcome, string>> = {
  CLEARED: 'lets it ship',
  CONDITIONAL: 'lets it ship on conditions',
  BLOCKED: 'does not let it ship',
  STALE: 'was about another scope',
  EXPIRED: 'does not hold any more',
  CANCELLED: 'was cancelled',
};

const TIES = { NEEDS: 'needs', FOLLOWS: 'follows', CONFLICTS: 'conflicts with' } as const;

const CAUSES: Readonly<Record<ItemFacts['MoveSuggested']['why'], string>> = {
  LAUNCHED_LATE: 'a linked request was launched late',
  WITHDRAWN: 'a linked request will not come',
  DATE_MOVED: 'the date of a linked request moved',
};

const moved = (from: ItemFacts['ItemRescheduled']['from'], to: ItemFacts['ItemRescheduled']['to']): string => {
  const days = shiftDays(from, to);
  if (days === 0) return 'It stays on its days';
  return `It moves by ${counted(Math.abs(days), 'day')} ${days > 0 ? 'later' : 'earlier'}, to ${windowWord(to)}`;
};

const ofItems: Sentences<ItemFacts> = {
  ItemProposed: ({ number, title, lane, kind }) =>
    `${itemLabel(number)} was proposed: ${quoted(title)}, ${spoken(kind)} on the lane ${spoken(lane)}`,
  ItemRevised: (changes) =>
    `It says otherwise now about ${listed(Object.keys(changes).map((field) => FIELDS[field as keyof ItemDescription]))}`,
  ItemPlanned: ({ window, horizon }) => `It is planned for ${windowWord(window)}, ${spoken(horizon)}`,
  ConfidenceSet: ({ value, why }) => `The window is ${value} % sure: ${quoted(why)}`,
  ItemAgreed: ({ side }) => `${sideWord(side)} agreed`,
  ItemCommitted: ({ window }) => `It is promised for ${windowWord(window)}`,
  ItemUncommitted: ({ reason }) => `The promise was taken back: ${quoted(reason)}`,
  ItemStarted: () => 'Work on it has begun',
  ItemRescheduled: ({ from, to, reason, reasonCode, notifies }) =>
    `${moved(from, to)}${reasonCode === null ? '' : ` (${spoken(reasonCode)})`}: ${quoted(reason)}` +
    (notifies.length === 0
      ? ''
      : `; ${counted(notifies.length, 'item')} ${notifies.length === 1 ? 'feels' : 'feel'} it`),
  RequestLinked: ({ primary }) => `A request became a part of it${primary ? ' and is told by it' : ''}`,
  RequestUnlinked: () => 'A request is not a part of it any more',
  DependencyAdded: ({ type, bufferWorkingDays }) =>
    `It ${TIES[type]} another item` +
    (bufferWorkingDays === 0 ? '' : `, with ${counted(bufferWorkingDays, 'working day')} between them`),
  DependencyRemoved: ({ type }) => `It ${TIES[type]} another item no longer`,
  MoveSuggested: ({ why, suggested, note }) =>
    `It should perhaps move${suggested === null ? '' : ` to ${windowWord(suggested)}`}, as ${CAUSES[why]}: ${quoted(note)}`,
  SuggestionAnswered: ({ accepted, reason }) =>
    `The suggested move was ${accepted ? 'accepted' : 'rejected'}${because(reason)}`,
  CampaignWorthinessAssessed: ({ verdict, reason }) =>
    `It is ${verdict === 'WORTHY' ? 'worth' : 'not worth'} a campaign${because(reason)}`,
  VisibilitySet: ({ visibility }) => `Who may see it: ${spoken(visibility)}`,
  ItemShipped: ({ localDate }) => `It went out on ${localDate}`,
  ShipmentReverted: ({ reason }) => `It is not out any more: ${quoted(reason)}`,
  ItemMeasured: ({ outcome, waivedBecause }) =>
    outcome === null ? `Nobody measures it${because(waivedBecause)}` : `What came of it: ${quoted(outcome)}`,
  ItemDropped: ({ reason }) => `It was given up: ${quoted(reason)}`,
  ItemRevived: () => 'It is taken up again',
  RiskReviewRequired: ({ lenses }) => `A review of its risk has to say yes: ${listed(lenses.map(spoken))}`,
  RiskGateFactRecorded: ({ outcome, validUntil }) =>
    `The review of its risk ${OUTCOMES[outcome]}${validUntil === null ? '' : `, until ${validUntil}`}`,
};

const ofOrder: Sentences<OrderFacts> = {
  OrderExtended: ({ type }) => `One item ${TIES[type]} another`,
};

const ofPlaces: Sentences<PlaceFacts> = {
  RequestPlaced: ({ primary }) => `The request became a part of an item${primary ? ' and is told by it' : ''}`,
  RequestTakenOff: () => 'The request is not a part of an item any more',
};

const lapsed = ({ kind, dueOn, lastJointOn }: PlanningCadenceLapsed): string =>
  (kind === 'GAP' ? `Nobody planned together by ${dueOn}` : `There were too few joint sessions by ${dueOn}`) +
  (lastJointOn === null ? '' : `; the last one was on ${lastJointOn}`);

const SENTENCES = { ...ofItems, ...ofOrder, ...ofPlaces, PlanningCadenceLapsed: lapsed };

/** What happened, in one sentence that a person understands, e.g. `Marketing agreed.` */
export const summaryOf = (event: Fact): string => {
  const { type, data } = event;
  if (!Object.hasOwn(SENTENCES, type)) return sessionSummary(event);
  return `${(SENTENCES[type as keyof typeof SENTENCES] as (data: object) => string)(data)}.`;
};
