import type { Period } from '#libs/vocabulary';
import { type AgreementState, termsFor } from '../agreement.js';
import type { PeriodTerms, Rollover } from '../terms.js';
import type { OverageMode } from '../values.js';

/** How demand answers a policy: as it was recorded; every refusal and uncovered minute as overage approved at once; or grown. */
export type Demand =
  { readonly kind: 'RECORDED' } | { readonly kind: 'ELASTIC' } | { readonly kind: 'SCALED'; readonly factor: number };

/** What would have been agreed instead; what is left out stays as it was. */
export interface PolicyChanges {
  readonly minutesPerMonth?: number;
  readonly rollover?: Rollover;
  readonly overage?: { readonly mode?: OverageMode; readonly factorPercent?: number };
  /** Minor units per hour, for every kind of work. */
  readonly minorPerHour?: number;
}

/** The terms of a month under changed policy. */
export function changedTerms(agreement: AgreementState, changes: PolicyChanges, period: Period): PeriodTerms {
  const terms = termsFor(agreement, period);
  const { minutesPerMonth, rollover, overage } = changes;
  return {
    ...terms,
    grant: minutesPerMonth === undefined ? terms.grant : { kind: 'POOL', minutesPerMonth },
    rollover: rollover ?? terms.rollover,
    overage: { ...terms.overage, ...overage },
  };
}

/** What every answer rests on, in the words it is shown with. */
export const assumptions = (demand: Demand): readonly string[] => [
  'Behaviour is fixed: the same people work the same minutes on the same days, whatever the policy says.',
  demand.kind === 'ELASTIC'
    ? 'Every refused reservation, and uncovered time at its entry, becomes overage that is approved at once; recorded overage is left out.'
    : 'Overage is asked for and approved as it was recorded; a refused reservation stays refused.',
  ...(demand.kind === 'SCALED' ? [`Reservations and work are ${demand.factor} times as large, in whole minutes.`] : []),
  'What nothing covers when a month closes is not billed, and counted as uncovered.',
  'What the first month carried in from before is taken as it was.',
];
