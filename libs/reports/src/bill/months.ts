import { hoursRules } from '#libs/hours';
import type { Period } from '#libs/vocabulary';
import { type Courses, factsOf, ofAggregate } from '../folds/courses.js';

const { agreement, agreementLabel, allotment, statementOf } = hoursRules;

/** A month as its statement bills it. */
export interface BilledMonth {
  readonly period: Period;
  readonly month: hoursRules.AllotmentState;
  readonly statement: hoursRules.Statement;
}

/** An agreement with the months of a window that were opened; in the order of its number. */
export interface BilledAgreement {
  readonly label: string;
  readonly number: number;
  readonly isAgency: boolean;
  readonly currency: string;
  readonly months: readonly BilledMonth[];
}

/** The months of an agreement, by its id. */
function monthsById(courses: Courses, wanted: ReadonlySet<Period>): ReadonlyMap<string, BilledMonth[]> {
  const months = new Map<string, BilledMonth[]>();
  for (const course of ofAggregate(courses, allotment).values()) {
    const { state } = course;
    if (state.status === 'unknown' || !wanted.has(state.period)) continue;
    const statement = statementOf(factsOf(course), state);
    if (statement === null) continue;
    const known = months.get(state.agreementId) ?? [];
    months.set(state.agreementId, [...known, { period: state.period, month: state, statement }]);
  }
  return months;
}

const byPeriod = (a: BilledMonth, b: BilledMonth): number => (a.period < b.period ? -1 : 1);

/** What every agreement bills for some months, by the statement's own arithmetic. Agreements without any of them are left out. */
export function billedAgreements(courses: Courses, periods: readonly Period[]): BilledAgreement[] {
  const months = monthsById(courses, new Set(periods));
  const found = [...ofAggregate(courses, agreement)].flatMap(([id, { state }]): BilledAgreement[] => {
    const own = months.get(id) ?? [];
    if (state.status === 'unknown' || own.length === 0) return [];
    const { number, currency, provider } = state;
    const isAgency = provider.kind === 'EXTERNAL';
    return [{ label: agreementLabel(number), number, isAgency, currency, months: own.toSorted(byPeriod) }];
  });
  return found.toSorted((a, b) => a.number - b.number);
}
