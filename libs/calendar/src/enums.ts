import { registerEnumType } from '@nestjs/graphql';
import type { AbsenceKind, Weekday } from './domain/index.js';

export const WeekdayName: { readonly [Name in Weekday]: Name } = {
  MONDAY: 'MONDAY',
  TUESDAY: 'TUESDAY',
  WEDNESDAY: 'WEDNESDAY',
  THURSDAY: 'THURSDAY',
  FRIDAY: 'FRIDAY',
  SATURDAY: 'SATURDAY',
  SUNDAY: 'SUNDAY',
};

registerEnumType(WeekdayName, {
  name: 'Weekday',
  description: 'A day of the week.',
  valuesMap: {
    MONDAY: { description: 'The first day of a week (ISO 8601).' },
    TUESDAY: { description: 'The second day.' },
    WEDNESDAY: { description: 'The third day.' },
    THURSDAY: { description: 'The fourth day.' },
    FRIDAY: { description: 'The fifth day.' },
    SATURDAY: { description: 'The sixth day.' },
    SUNDAY: { description: 'The seventh day.' },
  },
});

export const AbsenceKindName: { readonly [Name in AbsenceKind]: Name } = {
  VACATION: 'VACATION',
  SICK: 'SICK',
  OTHER: 'OTHER',
};

registerEnumType(AbsenceKindName, {
  name: 'AbsenceKind',
  description: 'Why somebody is away.',
  valuesMap: {
    VACATION: { description: 'Days off.' },
    SICK: { description: 'Ill.' },
    OTHER: { description: 'Anything else, e.g. a training.' },
  },
});
