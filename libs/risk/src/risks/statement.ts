import type { Risk } from '../domain/index.js';

/** Words a sentence begins with that are written small inside of one; names are none of them. */
const smallWords = new Set(
  [
    'a all an any both each every few its many more most no none not one other others our some such that the their these this those',
    'everybody everything he it nobody nothing she somebody something somewhere there they we what who you your',
    'after as at because before by for from if in of on since to under when while with without',
    'customers data people users visitors',
  ].flatMap((words) => words.split(' ')),
);

/** A part as it stands inside of a sentence: no stop at its end, no capital that only began it. */
function inside(part: string): string {
  const text = part.replace(/[\s.;,]+$/u, '');
  const [first = ''] = text.split(/\s/u, 1);
  return smallWords.has(first.toLowerCase()) ? first.toLowerCase() + text.slice(first.length) : text;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Cause, event and consequence as one plain sentence (P50). */
export const statementOf = ({ cause, event, consequence }: Pick<Risk, 'cause' | 'event' | 'consequence'>): string => {
  const why = inside(cause);
  // Many write the "because" themselves.
  const because = /^because\b/iu.test(why) ? capital(why) : `Because ${why}`;
  return `${because}, ${inside(event)}; as a result, ${inside(consequence)}.`;
};
