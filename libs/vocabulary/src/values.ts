/** A calendar day without a zone, `YYYY-MM-DD`; compared as text. */
export type LocalDate = string;
/** A calendar month, `YYYY-MM`. */
export type Period = string;

export const sides = ['CONSUMER', 'PROVIDER'] as const;
/** The part a team plays: marketing asks (CONSUMER), engineering answers (PROVIDER). */
export type Side = (typeof sides)[number];

export const otherSide: Readonly<Record<Side, Side>> = { CONSUMER: 'PROVIDER', PROVIDER: 'CONSUMER' };
