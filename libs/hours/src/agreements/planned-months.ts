import { isPeriod, type Period } from '#libs/vocabulary';
import { dedicatedMonthIn } from '../clock/working-days.js';
import { type HoursScene, monthStream } from '../decisions.js';
import {
  addMonths,
  type AgreementEvent,
  type AgreementState,
  allotment,
  type Allotment,
  allotmentId,
  amendPeriod,
  emptyPeriod,
  evolveAgreement,
  monthsAhead,
  periodOf,
  termsFor,
} from '../domain/index.js';

/**
 * Months from one on to the last that can be open by now, one more included: the day may turn while this is decided. All are named, those
 * nobody opened as well, so that none is opened or begins meanwhile.
 */
export function plannedFrom(agreementId: string, from: Period, { circumstances, others }: HoursScene) {
  const current = periodOf(circumstances.today);
  const periods = Array.from({ length: monthsAhead + 2 }, (_, ahead) => addMonths(current, ahead));
  // What is no month is refused by the rule.
  const wanted = periods.filter((period) => isPeriod(from) && period >= from);
  others.foresee(wanted.map((period) => monthStream(agreementId, period)));
  return wanted.map((period): Allotment => others.read(allotment, allotmentId(agreementId, period)));
}

/** What an amendment that both sides want does to months that are opened already. */
export function amendOpened(
  agreementId: string,
  { months, facts }: { readonly months: readonly Allotment[]; readonly facts: readonly AgreementEvent[] },
  scene: HoursScene,
): void {
  if (!facts.some(({ type }) => type === 'AgreementAmended')) return;
  const amended = facts.reduce(evolveAgreement, scene.agreement) as AgreementState;
  for (const month of months) {
    if (month.status === 'unknown') continue;
    const terms = termsFor(amended, month.period);
    const dedicated = dedicatedMonthIn(scene, terms.grant, month.period);
    const changes = amendPeriod(month, dedicated, { ...scene.circumstances, terms });
    scene.others.append(allotment, allotmentId(agreementId, month.period), changes);
  }
}

/** An agreement that ends gives back what is reserved in months after its last one. */
export function emptyOpened(
  agreementId: string,
  { months, facts }: { readonly months: readonly Allotment[]; readonly facts: readonly AgreementEvent[] },
  { others }: HoursScene,
): void {
  if (!facts.some(({ type }) => type === 'AgreementEnded')) return;
  for (const month of months) {
    if (month.status !== 'unknown')
      others.append(allotment, allotmentId(agreementId, month.period), emptyPeriod(month));
  }
}
