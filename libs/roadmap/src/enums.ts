import { SideName } from '#libs/people';
import { publish } from '#libs/requests';
import { gateOutcomes } from '#libs/vocabulary';
import {
  dependencyTypes,
  horizons,
  itemKinds,
  itemStatuses,
  lanes,
  moveCauses,
  moveReasons,
  precisions,
  suggestionCauses,
  verdicts,
  visibilities,
} from './domain/index.js';

/** The side of a team, as people know it. */
export const SideEnum = SideName;

export const LaneEnum = publish(
  'RoadmapLane',
  'Whose roadmap an item stands on.',
  {
    PRODUCT: 'Product’s: what is built for customers.',
    MARKETING: 'Marketing’s: campaigns, events and what they take.',
    ENGINEERING: 'Engineering’s own: upgrades and maintenance.',
    SHARED: 'Both sides’: each of them agrees before it is promised.',
  },
  lanes,
);

export const ItemKindEnum = publish(
  'RoadmapItemKind',
  'The kind of thing an item is.',
  {
    FEATURE: 'Something customers can do then.',
    CAMPAIGN: 'Something marketing brings to the public.',
    UPGRADE: 'A new version of what things are built on.',
    MAINTENANCE: 'Keeping things running.',
    EVENT: 'Something that happens on a day, e.g. a fair.',
    EXPERIMENT: 'Something that is tried out.',
  },
  itemKinds,
);

export const ItemStatusEnum = publish(
  'RoadmapItemStatus',
  'Where an item stands.',
  {
    PROPOSED: 'Somebody wants it; it has no window.',
    PLANNED: 'It has a window and somebody who answers for it.',
    COMMITTED: 'It is promised for its window.',
    IN_DELIVERY: 'Work on it has begun.',
    SHIPPED: 'It is out.',
    MEASURED: 'It is known what came of it, or why nobody measures it.',
    DROPPED: 'It was given up.',
  },
  itemStatuses,
);

export const HorizonEnum = publish(
  'RoadmapHorizon',
  'How near an item is.',
  { NOW: 'It is being done.', NEXT: 'It comes next.', LATER: 'It is put off.' },
  horizons,
);

export const PrecisionEnum = publish(
  'WindowPrecision',
  'How exactly a window is meant.',
  {
    DAY: 'To the day.',
    WEEK: 'Whole weeks, Monday to Sunday.',
    MONTH: 'Whole months.',
    QUARTER: 'Whole quarters.',
  },
  precisions,
);

export const MoveReasonEnum = publish(
  'MoveReason',
  'Why a promised window moves.',
  {
    CAPACITY: 'There are not enough hands or hours.',
    RISK: 'A risk or its review.',
    DEPENDENCY: 'Something it depends on moved.',
    MARKET: 'The market wants it earlier or later.',
    SCOPE: 'It became more or less.',
    EXPEDITE: 'Something urgent came in between.',
  },
  moveReasons,
);

export const MoveCauseEnum = publish(
  'MoveCauseKind',
  'The kind of object a move follows from.',
  { REQUEST: 'A request.', RISK: 'A risk.', EXPEDITE: 'A request that was expedited.' },
  moveCauses,
);

export const VisibilityEnum = publish(
  'RoadmapVisibility',
  'Who may see an item.',
  {
    TEAMS: 'The two sides.',
    COMPANY: 'Everybody in the house.',
    PUBLIC: 'Everybody; of a public item no name, hour, risk or amount is shown.',
  },
  visibilities,
);

export const VerdictEnum = publish(
  'WorthinessVerdict',
  'What marketing says to an item.',
  { WORTHY: 'It is worth a campaign.', NOT_WORTHY: 'It is not worth a campaign.' },
  verdicts,
);

const worthiness = ['UNASSESSED', ...verdicts] as const;
export const WorthinessEnum = publish(
  'CampaignWorthiness',
  'Whether an item is worth a campaign.',
  { UNASSESSED: 'Nobody has looked.', WORTHY: 'It is worth one.', NOT_WORTHY: 'It is not worth one.' },
  worthiness,
);
export type WorthinessWord = (typeof worthiness)[number];

export const DependencyTypeEnum = publish(
  'DependencyType',
  'How an item depends on another one.',
  {
    NEEDS: 'It cannot be without the other.',
    FOLLOWS: 'It begins after the other.',
    CONFLICTS: 'The two cannot be at the same time, whichever comes first.',
  },
  dependencyTypes,
);

export const SuggestionCauseEnum = publish(
  'MoveSuggestionCause',
  'What became of a linked request, so that its item should perhaps move.',
  {
    LAUNCHED_LATE: 'It was launched after the item’s window.',
    WITHDRAWN: 'It will not come.',
    DATE_MOVED: 'Its promised date moved.',
  },
  suggestionCauses,
);

export const GateOutcomeEnum = publish(
  'ItemGateOutcome',
  'What the risk review of an item says to its shipping.',
  {
    CLEARED: 'It may ship.',
    CONDITIONAL: 'It may ship once the conditions are met.',
    BLOCKED: 'It must not ship.',
    STALE: 'The item is another one since the review.',
    EXPIRED: 'The decision does not hold any more.',
    CANCELLED: 'The review was cancelled.',
  },
  gateOutcomes,
);
