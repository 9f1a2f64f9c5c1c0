import { publish } from '#libs/requests';

/** Where the bill of a month stands. */
export type StatementStatus = 'PROVISIONAL' | 'ISSUED' | 'ACCEPTED' | 'CLOSED';

export const StatementStatusEnum = publish<StatementStatus>(
  'StatementStatus',
  'Where the bill of a month stands.',
  {
    PROVISIONAL:
      'Nothing was issued, or what was issued is void: the lines are what the month would bill as it stands.',
    ISSUED: 'It was issued and waits for the side that pays.',
    ACCEPTED: 'The side that pays has accepted it, or let the time for objections pass.',
    CLOSED: 'Its month is closed for good; corrections go forward into a later month.',
  },
  ['PROVISIONAL', 'ISSUED', 'ACCEPTED', 'CLOSED'],
);

export const StatementLineKindEnum = publish(
  'StatementLineKind',
  'What a line of a statement stands for.',
  {
    WORK: 'Minutes of one entry from one pool.',
    REVERSAL: 'The same, taken back: it mirrors a line of work.',
    CREDIT: 'Minutes of an entry that should not have been billed.',
    RETAINER: 'The granted minutes of a month that is billed as a whole.',
  },
  ['WORK', 'REVERSAL', 'CREDIT', 'RETAINER'],
);
