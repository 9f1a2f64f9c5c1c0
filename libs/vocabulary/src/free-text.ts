import { ValidationFailed } from '#libs/event-log';
import { PiiNotAllowed, ReasonRequired } from './refusals.js';

/** Where a text stands in the input, and how long it may be (characters as people count them). */
export interface TextRule {
  readonly path: readonly string[];
  readonly max: number;
  readonly min?: number;
}

const emailAddress =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,63}/u;

/** What looks like a phone number and is none: addresses of pages, days, times, uuids. */
const notPhones = [
  /\b(?:https?:\/\/|www\.)\S+/giu,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu,
  /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?/gu,
  /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/gu,
  /\b\d{1,2}:\d{2}(?::\d{2})?\b/gu,
];

const phones = [
  // +49 30 1234567, 0049 (0)171/1234567
  /(?<![\p{L}\p{N}.,#_-])\+[1-9](?:[ ()./-]{0,3}\d){7,14}(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}.,#_+-])00[1-9]\d{0,2}[ ()/-]{1,3}\d(?:[ ()/-]{0,3}\d){5,12}(?![\p{L}\p{N}])/gu,
  // 030 1234567, 0171-1234567, (089) 12 34 56 78
  /(?<![\p{L}\p{N}.,#_+-])\(?0[1-9]\d{1,4}\)?[ /-]{1,3}\d(?:[ /-]?\d){4,9}(?![\p{L}\p{N}])/gu,
  // 555-123-4567, (555) 123-4567
  /(?<![\p{L}\p{N}.,#_+-])(?:\d{3}[-.]|\(\d{3}\) ?)\d{3}[-. ]\d{4}(?![\p{L}\p{N}-])/gu,
];

/** A signed sum such as `+10 000 000`: groups of three, and fewer digits than an international number with them would have. */
const isGroupedSum = (found: string): boolean =>
  /^\+?\d{1,3}(?:[ .]\d{3})+$/.test(found) && found.replace(/\D/g, '').length < 10;

/** The kind of personal data a text seems to hold, or null. Light on purpose: a reminder, no filter for the ill-willed. */
export function personalDataIn(text: string): 'EMAIL' | 'PHONE' | null {
  if (emailAddress.test(text)) return 'EMAIL';
  const rest = notPhones.reduce((left, pattern) => left.replace(pattern, ' · '), text);
  const found = phones.flatMap((pattern) => rest.match(pattern) ?? []);
  return found.some((one) => !isGroupedSum(one)) ? 'PHONE' : null;
}

/**
 * A text without the check for personal data (ids, addresses of pages, names of things), trimmed.
 * @throws ValidationFailed for a wrong length, U+0000 or half a character
 */
export function plainText(value: string, { path, max, min = 1 }: TextRule): string {
  if (value.includes('\u0000') || /\p{Surrogate}/u.test(value)) {
    throw new ValidationFailed('This text holds characters that cannot be stored (U+0000 or half a character).', path);
  }
  const text = value.trim();
  const length = text.length > max ? Array.from(text).length : text.length;
  if (length < min)
    throw new ValidationFailed(min === 1 ? 'This must not be empty.' : `At least ${min} characters.`, path);
  if (length > max) throw new ValidationFailed(`At most ${max} characters; this has ${length}.`, path);
  return text;
}

/**
 * A text written by a person, trimmed.
 * @throws ValidationFailed, PiiNotAllowed
 */
export function freeText(value: string, rule: TextRule): string {
  const text = plainText(value, rule);
  const kind = personalDataIn(text);
  if (kind) throw new PiiNotAllowed(kind, rule.path);
  return text;
}

/** A text that may be left out; blank counts as left out. */
export const optionalText = (value: string | null | undefined, rule: TextRule): string | null =>
  value == null || value.trim() === '' ? null : freeText(value, rule);

/**
 * A reason somebody owes; `what` completes “Say why: …”.
 * @throws ReasonRequired, ValidationFailed, PiiNotAllowed
 */
export function owedReason(value: string | null | undefined, what: string, rule: TextRule): string {
  const reason = optionalText(value, rule);
  if (reason === null) throw new ReasonRequired(what, rule.path);
  return reason;
}
