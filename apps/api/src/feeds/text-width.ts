import { shortText } from '../pictures/svg-text.js';

const WIDE =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u;
const BROAD = /[A-ZMW@%mw]/;

/** About how many pixels a letter takes, on the side of caution: which font there is nobody knows. */
const letterWidth = (letter: string, size: number): number =>
  size * (WIDE.test(letter) ? 1.4 : BROAD.test(letter) ? 0.85 : 0.62);

/** About how many pixels a text takes. */
export const textWidth = (text: string, size: number): number =>
  Array.from(text).reduce((sum, letter) => sum + letterWidth(letter, size), 0);

/** The text, cut to what fits. */
export function fitted(text: string, pixels: number, size: number): string {
  const letters = Array.from(shortText(text, 200));
  if (textWidth(letters.join(''), size) <= pixels) return letters.join('');
  let room = pixels - size;
  const kept = letters.filter((letter) => (room -= letterWidth(letter, size)) >= 0);
  return `${letters.slice(0, kept.length).join('').trimEnd()}…`;
}
