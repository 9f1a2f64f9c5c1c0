import type { Band, LocalDate, Side } from '#libs/vocabulary';

export { type Band, bands, type Lens, lenses } from '#libs/vocabulary';

export const touchKinds = [
  'PAYMENTS',
  'PERSONAL_DATA',
  'THIRD_PARTY_INTEGRATION',
  'AUTHENTICATION',
  'PUBLIC_PEAK',
  'NEW_VENDOR',
  'LEGAL_CLAIMS',
  'DATA_MIGRATION',
] as const;
/** What a piece of work touches that deserves a closer look. */
export type TouchKind = (typeof touchKinds)[number];

export const subjectKinds = ['REQUEST', 'ROADMAP_ITEM', 'TOOL_EVALUATION', 'PROVIDER', 'PROPERTY'] as const;
/** What is reviewed. */
export interface Subject {
  readonly kind: (typeof subjectKinds)[number];
  readonly id: string;
}

export const levels = [1, 2, 3, 4, 5] as const;
/** Likelihood or impact, 5 is the worst. */
export type Level = (typeof levels)[number];

export const stages = ['INHERENT', 'CURRENT', 'RESIDUAL_TARGET'] as const;
/** Before anything is done, as it is now, and as it shall become. */
export type Stage = (typeof stages)[number];

export const treatments = ['REDUCE', 'AVOID', 'TRANSFER', 'ACCEPT'] as const;
export type Treatment = (typeof treatments)[number];

export const knowledges = ['WEAK', 'MEDIUM', 'STRONG'] as const;
/** How well the rating is founded. */
export type Knowledge = (typeof knowledges)[number];

export const riskCategories = ['DATA', 'MONEY', 'AVAILABILITY', 'SUPPLIER', 'LEGAL', 'REPUTATION', 'OTHER'] as const;
export type RiskCategory = (typeof riskCategories)[number];

export const answers = ['YES', 'NO', 'NOT_APPLICABLE'] as const;
export type Answer = (typeof answers)[number];

export interface Place {
  readonly likelihood: Level;
  readonly impact: Level;
}

/** A rating as it was given: a later matrix never rewrites it (K5). */
export interface Rating extends Place {
  /** likelihood × impact, 1 to 25. */
  readonly score: number;
  readonly band: Band;
  readonly matrixVersion: number;
  readonly ratedOn: LocalDate;
}

/** A person who carries a risk, and the side whose lead answers for it. */
export interface RiskOwner {
  readonly personId: string;
  readonly side: Side;
}

/** Who signed, and whom a deputy stood for. */
export interface Signature {
  readonly personId: string;
  readonly onBehalfOf: string | null;
}

export const bugOrIncident = ['BUG', 'INCIDENT'] as const;
/** What showed that a risk became fact. */
export interface Occurrence {
  readonly kind: (typeof bugOrIncident)[number];
  readonly id: string;
}

export const scopeParts = ['CRITERIA', 'PROPERTIES', 'PROVIDER'] as const;
/** Parts of a scope beside its touches (R5). */
export type ScopePart = (typeof scopeParts)[number];
