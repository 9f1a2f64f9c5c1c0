import type { LocalDate, MissingKind, MissingPoint } from '#libs/vocabulary';
import { highestOf, isAtLeast, rankOf } from './matrix.js';
import { type Acceptance, currentOf, type LensState, type ReviewState, type Risk } from './state.js';
import type { Band } from './values.js';

export { type MissingKind, missingKinds, type MissingPoint } from '#libs/vocabulary';

/** The most serious band as things stand; LOW where nothing is rated. */
export const highestBandOf = ({ risks }: ReviewState): Band =>
  highestOf(risks.flatMap((risk) => currentOf(risk)?.band ?? []));

/** It has not ended, and the risk is no worse than when it was accepted (K3, K4). */
export const isValid = (acceptance: Acceptance | null, band: Band, day: LocalDate): boolean =>
  acceptance !== null && day <= acceptance.expiresOn && rankOf(band) <= rankOf(acceptance.band);

/** The requesting side knows of it, as serious as it is. */
export const isAcknowledged = ({ acknowledged }: Risk, band: Band): boolean =>
  acknowledged !== null && rankOf(acknowledged.band) >= rankOf(band);

const unverified = ({ riskId, mitigations }: Risk): MissingPoint[] =>
  mitigations
    .filter(({ preLaunch, status }) => preLaunch && status !== 'VERIFIED')
    .map(({ mitigationId, title }) => ({
      kind: 'MITIGATION',
      id: mitigationId,
      riskId,
      text: `mitigation “${title}” not verified`,
    }));

/** Of a risk: a band nobody may let pass, an acceptance that was meant and not given, an acknowledgement. */
function bandPoints(risk: Risk, day: LocalDate): MissingPoint[] {
  const { riskId, treatment, acceptance } = risk;
  const point = (kind: MissingKind, text: string): MissingPoint => ({ kind, id: riskId, riskId, text });
  const current = currentOf(risk);
  if (!current) return [point('RATING', `${riskId} is not rated`)];
  const { band } = current;
  if (!isAtLeast(band, 'MEDIUM')) return [];
  const isAccepted = isValid(acceptance, band, day);
  const points: MissingPoint[] = [];
  if (isAtLeast(band, 'HIGH') && !isAccepted) points.push(point('BAND', `${riskId} is ${band} and not accepted`));
  else if (treatment === 'ACCEPT' && !isAccepted) points.push(point('ACCEPTANCE', `${riskId} is not accepted yet`));
  if (!isAcknowledged(risk, band)) points.push(point('ACKNOWLEDGEMENT', `${riskId} is not acknowledged`));
  return points;
}

/** What stands between the risks of a review and clearing it (K3, P50). */
export const openRiskPoints = ({ risks }: ReviewState, day: LocalDate): MissingPoint[] =>
  risks.flatMap((risk) => [...bandPoints(risk, day), ...unverified(risk)]);

/** Lenses nobody signed. */
export const openLensPoints = ({ lenses }: ReviewState): MissingPoint[] =>
  lenses
    .filter(({ signed }) => !signed)
    .map(({ lens }) => ({ kind: 'SIGNATURE', id: lens, riskId: null, text: `lens ${lens} not signed` }));

/** What stands between a lens and its signature. */
export function signingPoints({ risks }: ReviewState, { lens, items, answers }: LensState): MissingPoint[] {
  const unanswered = items.filter((item) => !Object.hasOwn(answers, item));
  const own = risks.filter((risk) => risk.lens === lens);
  const unrated = own.filter(({ inherent }) => inherent === null);
  const untreated = own.filter(({ treatment }) => treatment === null);
  const point = (kind: MissingKind, id: string, riskId: string | null, text: string): MissingPoint => ({
    kind,
    id,
    riskId,
    text,
  });
  return [
    ...unanswered.map((id) => point('ANSWER', id, null, `“${id}” is not answered`)),
    ...unrated.map(({ riskId }) => point('RATING', riskId, riskId, `${riskId} is not rated`)),
    ...untreated.map(({ riskId }) => point('TREATMENT', riskId, riskId, `${riskId} has no treatment`)),
  ];
}
