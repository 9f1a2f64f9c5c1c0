import type { Brief, KnownRequest } from '../domain/index.js';

/**
 * Bytes of one part that are searched; what comes behind is not found. A `tsvector` holds 1 MiB at most, and a text can need three
 * times its own size there.
 */
const MOST_BYTES = 150_000;

/** What can be found of a request; its comments are found one by one. */
export interface SearchText {
  readonly title: string;
  readonly brief: string;
  /** Questions, answers, concerns and alternatives, the latest first. */
  readonly dialogue: string;
}

/** A line for each; a line is no sentence of another one. */
const lines = (texts: readonly (string | null | undefined)[]): string => {
  const bytes = Buffer.from(texts.filter((text) => text != null && text !== '').join('\n'), 'utf8');
  // Half a character at the cut reads as U+FFFD.
  return bytes
    .subarray(0, MOST_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/u, '');
};

/** Everything people wrote in a brief. */
const wordsOf = ({ userStories, criteria, context, tracking, measurementPlan, ...brief }: Brief) => [
  ...userStories.flatMap(({ role, want, benefit }) => [role, want, benefit]),
  ...criteria.map(({ text }) => text),
  context?.campaignGoal,
  context?.audience,
  context?.expectedImpact?.metric,
  ...brief.assets.flatMap(({ url, version }) => [url, version]),
  brief.assetsNotNeeded?.reason,
  ...tracking.flatMap(({ event, property }) => [event, property]),
  brief.trackingNotNeeded?.reason,
  ...measurementPlan.map(({ method }) => method),
];

export const searchTextOf = ({ title, brief, questions, concerns, alternatives }: KnownRequest): SearchText => ({
  title,
  brief: lines(wordsOf(brief)),
  dialogue: lines([
    ...questions
      .toReversed()
      .flatMap(({ text, answers }) => [text, ...answers.toReversed().map((answer) => answer.text)]),
    ...concerns.toReversed().flatMap(({ text, resolution }) => [text, resolution]),
    ...alternatives.toReversed().flatMap(({ summary, kept, lost }) => [summary, ...kept, ...lost]),
  ]),
});
