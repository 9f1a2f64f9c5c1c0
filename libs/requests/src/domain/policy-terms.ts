import { type PolicyKind, type PolicyVersion, plainText, requireRoom } from '#libs/vocabulary';
import { defaultPolicy, type RequestPolicy } from './policy.js';
import { ValidationFailed } from '#libs/event-log';
import { briefSections } from './values.js';
import type { BriefSection, RequestType } from './values.js';
import { requireWhole } from './whole.js';

/** What both leads set of the policy of requests; the rest is the program's. */
export type RequestTerms = Pick<
  RequestPolicy,
  | 'requiredSections'
  | 'earlyInvolvementMinutes'
  | 'expediteQuota'
  | 'slaTargets'
  | 'slaWarningPercent'
  | 'stalledAfterDays'
  | 'vagueWords'
>;

type Range = { readonly min: number; readonly max: number };

/** A year of working days of eight hours. */
const mostWorkingMinutes = 120_000;

/** What numbers may be set to, both ends included. */
export const termRanges = {
  earlyInvolvementMinutes: { min: 1, max: defaultPolicy.limits.maxMinutes },
  expediteQuota: { min: 0, max: 100 },
  slaWarningPercent: { min: 1, max: 100 },
  stalledAfterDays: { min: 1, max: 365 },
  slaMinutes: { min: 1, max: mostWorkingMinutes },
} as const satisfies Record<string, Range>;

/** Words that promise nothing: how many, and how long each, in characters. */
export const vagueWordLimits = { words: 200, length: 40 } as const;

function whole(value: number, range: Range, path: readonly string[]): number {
  requireWhole(value, range, ['input', ...path]);
  return value;
}

/** In the order of the brief. Without a criterion nothing can be accepted later. */
function sectionsOf(type: RequestType, given: readonly BriefSection[]): readonly BriefSection[] {
  if (!given.includes('CRITERIA'))
    throw new ValidationFailed('Every type of request asks for criteria.', ['input', 'requiredSections', type]);
  return briefSections.filter((section) => given.includes(section));
}

function wordsOf(given: readonly string[]): readonly string[] {
  const path = ['input', 'vagueWords'];
  requireRoom(given.length, vagueWordLimits.words, { what: 'vague words', path });
  const words = given.map((word, index) =>
    plainText(word, { path: [...path, String(index)], max: vagueWordLimits.length }).toLowerCase(),
  );
  return [...new Set(words)].toSorted();
}

/** @throws ValidationFailed, LimitReached */
function requireTerms(terms: RequestTerms): RequestTerms {
  const { firstResponseMinutes, answerMinutes } = terms.slaTargets;
  const number = (field: Exclude<keyof typeof termRanges, 'slaMinutes'>): number =>
    whole(terms[field], termRanges[field], [field]);
  const target = (minutes: number, field: string): number => whole(minutes, termRanges.slaMinutes, [field]);
  const required = Object.entries(terms.requiredSections).map(([type, sections]) => [
    type,
    sectionsOf(type as RequestType, sections),
  ]);
  return {
    requiredSections: Object.fromEntries(required) as RequestTerms['requiredSections'],
    earlyInvolvementMinutes: number('earlyInvolvementMinutes'),
    expediteQuota: number('expediteQuota'),
    slaTargets: {
      firstResponseMinutes: target(firstResponseMinutes, 'firstResponseMinutes'),
      answerMinutes: target(answerMinutes, 'answerMinutes'),
    },
    slaWarningPercent: number('slaWarningPercent'),
    stalledAfterDays: number('stalledAfterDays'),
    vagueWords: wordsOf(terms.vagueWords),
  };
}

const { requiredSections, earlyInvolvementMinutes, expediteQuota, slaTargets } = defaultPolicy;
const { slaWarningPercent, stalledAfterDays, vagueWords } = defaultPolicy;

/** Quotas, service levels and what a brief must hold. */
export const requestsPolicy: PolicyKind<RequestTerms> = {
  kind: 'REQUESTS',
  initial: {
    requiredSections,
    earlyInvolvementMinutes,
    expediteQuota,
    slaTargets,
    slaWarningPercent,
    stalledAfterDays,
    vagueWords,
  },
  requireValid: requireTerms,
};

/** What rules go by: the leads' terms of one version, and what is the program's. */
export const requestPolicyOf = ({ version, value }: PolicyVersion<RequestTerms>): RequestPolicy => ({
  ...defaultPolicy,
  ...value,
  version,
});
