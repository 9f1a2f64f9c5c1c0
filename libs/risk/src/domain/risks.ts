import { freeText, optionalText, requireRoom } from '#libs/vocabulary';
import { assessing, live, requireLens, requireRisk, requireStatus, textRule } from './context.js';
import { fact, type ReviewEvent } from './facts.js';
import { AlreadyMaterialised, RiskStatementIncomplete } from './refusals.js';
import { unsigning } from './reopening.js';
import type { Review } from './state.js';
import type { Knowledge, Lens, Occurrence, RiskCategory } from './values.js';

/** Risks of one review. */
export const maxRisks = 100;
/** Bugs and incidents told of one risk. */
export const maxOccurrences = 100;

export interface IdentifyRiskInput {
  /** `K<n>`, counted by the workspace. */
  readonly riskId: string;
  readonly lens: Lens;
  readonly title: string;
  readonly cause?: string | null;
  readonly event?: string | null;
  readonly consequence?: string | null;
  readonly category?: RiskCategory;
  readonly knowledge?: Knowledge;
}

/** @throws RiskStatementIncomplete, PiiNotAllowed */
function statementOf(input: IdentifyRiskInput) {
  const part = (field: 'cause' | 'event' | 'consequence') => optionalText(input[field], textRule(field));
  const [cause, event, consequence] = [part('cause'), part('event'), part('consequence')];
  const missing = Object.entries({ cause, event, consequence }).flatMap(([name, text]) => (text === null ? name : []));
  if (cause === null || event === null || consequence === null) throw new RiskStatementIncomplete(missing);
  return { cause, event, consequence };
}

/**
 * What may happen, why, and what follows from it. A lens that was signed without knowing of it loses its signature.
 * @throws NotFound, InvalidState, RiskStatementIncomplete, LimitReached
 */
export function identifyRisk(review: Review, input: IdentifyRiskInput): ReviewEvent[] {
  const known = requireStatus(review, assessing);
  const { riskId, lens, category = 'OTHER', knowledge = 'MEDIUM' } = input;
  requireLens(known, lens);
  if (known.risks.some((risk) => risk.riskId === riskId)) throw new RangeError(`${riskId} was drawn twice.`);
  requireRoom(known.risks.length + 1, maxRisks, { what: 'risks in one review' });
  const title = freeText(input.title, textRule('title', 200));
  const statement = statementOf(input);
  const { scopeHash } = known;
  return [
    fact('RiskIdentified', { riskId, lens, title, ...statement, category, knowledge, scopeHash }),
    ...unsigning(known, [lens], 'NEW_RISK'),
  ];
}

export interface MaterialiseInput {
  readonly riskId: string;
  readonly occurrence: Occurrence;
  readonly note?: string | null;
}

/**
 * A bug or an incident shows that the risk became fact, whatever was decided about it.
 * @throws NotFound, AlreadyMaterialised, LimitReached
 */
export function materialiseRisk(review: Review, { riskId, occurrence, note }: MaterialiseInput): ReviewEvent[] {
  const known = requireStatus(review, [...live, 'CANCELLED']);
  const { occurrences } = requireRisk(known, riskId);
  if (occurrences.some(({ kind, id }) => kind === occurrence.kind && id === occurrence.id)) {
    throw new AlreadyMaterialised(riskId, occurrence);
  }
  requireRoom(occurrences.length + 1, maxOccurrences, { what: 'occurrences of one risk' });
  return [fact('RiskMaterialised', { riskId, occurrence, note: optionalText(note, textRule('note')) })];
}
