import { publish } from '#libs/requests';

export const TimeEntryStatusEnum = publish(
  'TimeEntryStatus',
  'Where a time entry stands.',
  {
    BOOKED: 'It counts.',
    REVERSED: 'It was taken back in full; it counts no more.',
  },
  ['BOOKED', 'REVERSED'],
);
