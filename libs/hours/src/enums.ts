import { SideName } from '#libs/people';
import { publish } from '#libs/requests';
import { activities, billings, overageModes, pools, reversalReasons } from './domain/index.js';

/** The side of a team, as people know it. */
export const SideEnum = SideName;

export const AgreementStatusEnum = publish(
  'AgreementStatus',
  'Where an agreement stands.',
  {
    DRAFT: 'Written down; it holds once both sides have signed.',
    ACTIVE: 'It holds.',
    ENDED: 'Its last month is fixed; it holds until then.',
  },
  ['DRAFT', 'ACTIVE', 'ENDED'],
);

export const ProviderKindEnum = publish(
  'AgreementProviderKind',
  'Who does the work of an agreement.',
  { TEAM: 'A team of the house.', EXTERNAL: 'An agency.' },
  ['TEAM', 'EXTERNAL'],
);

export const AllotmentStatusEnum = publish(
  'AllotmentStatus',
  'Where a month of an agreement stands.',
  {
    PLANNED: 'It has not begun: it takes reservations and no time.',
    OPEN: 'It runs: it takes reservations and time.',
    CLOSING: 'It is over: late entries and corrections still come in, the statement is made.',
    CLOSED: 'Closed for good; corrections go forward into a later month.',
  },
  ['PLANNED', 'OPEN', 'CLOSING', 'CLOSED'],
);

export const ActivityEnum = publish(
  'Activity',
  'The kind of work a time entry stands for.',
  {
    SCOPING: 'Finding out what is wanted and what it takes.',
    BUILD: 'Building it.',
    QA: 'Testing it.',
    LAUNCH: 'Bringing it out.',
    REWORK: 'Doing again what did not hold.',
    BUGFIX: 'Mending what was delivered.',
    RISK: 'Looking at risks.',
    MEETING: 'Talking about it.',
    SUPPORT: 'Helping out.',
    FAVOUR: 'Something small nobody asked for in the usual way.',
  },
  activities,
);

export const PoolEnum = publish(
  'Pool',
  'What billed minutes are paid from.',
  {
    BASE: 'The minutes of the month.',
    OVERAGE: 'Minutes beyond them that both leads approved, at the price of overage.',
    DEBT: 'Minutes of the next month, at base price.',
  },
  pools,
);

export const OverageModeEnum = publish(
  'OverageMode',
  'What happens to worked time that nothing covers.',
  {
    HARD_STOP: 'It waits for both leads, and the request it was worked for is put on hold.',
    APPROVAL: 'It waits for both leads.',
    WARN: 'It is approved as overage at once, and both leads are told.',
  },
  overageModes,
);

export const BillingEnum = publish(
  'Billing',
  'What a month is billed by.',
  {
    ACTUALS: 'By its entries.',
    RETAINER: 'By the granted minutes whatever was used, plus overage, minus credits.',
  },
  billings,
);

export const OverageKindEnum = publish(
  'OverageKind',
  'Where overage comes from.',
  {
    PLANNED: 'Somebody asked for it beforehand.',
    UNCOVERED: 'Kept by the month itself: worked time of a request that nothing covers.',
  },
  ['PLANNED', 'UNCOVERED'],
);

export const ReversalReasonEnum = publish(
  'ReversalReason',
  'Why an entry is taken back.',
  {
    WRONG_DURATION: 'It took more or less time.',
    WRONG_REQUEST: 'It was worked for another request.',
    WRONG_DAY: 'It was worked on another day.',
    DUPLICATE: 'It was recorded twice.',
    OTHER: 'Anything else; the note says what.',
  },
  reversalReasons,
);
