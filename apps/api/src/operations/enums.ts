import { publish } from '#libs/requests';

export const ConsumerKindEnum = publish(
  'ConsumerKind',
  'How somebody follows the log.',
  {
    READ_MODEL: 'It writes rows that queries read a moment after the events.',
    PROCESS: 'It answers facts and days with commands of its own.',
  },
  ['READ_MODEL', 'PROCESS'],
);

export const ConsumerStateEnum = publish(
  'ConsumerState',
  'How somebody who follows the log stands.',
  {
    RUNNING: 'Somebody runs it.',
    IDLE: 'Nobody runs it.',
    FAILING: 'The last try failed; it is tried again by itself.',
  },
  ['RUNNING', 'IDLE', 'FAILING'],
);
