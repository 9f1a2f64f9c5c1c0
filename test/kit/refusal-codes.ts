import { readdirSync, readFileSync } from 'node:fs';

/** A refusal as its class stands in the source. */
export interface DeclaredRefusal {
  readonly name: string;
  readonly code: string;
  readonly category: string;
  readonly hasDetails: boolean;
}

const CLASS = /class (\w+) extends Refusal(<[\s\S]*?>)? \{[\s\S]*?super\(\s*'([A-Z_]+)',\s*'([A-Z_]+)'/g;

const isSource = (name: string): boolean => name.endsWith('.ts') && !/\.(spec|spec-kit|fixture)\.ts$/.test(name);

/** The texts of a folder's sources, specs and what belongs to them left out. */
export function sourcesIn(folder: URL): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isSource);
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

export const refusalsIn = (sources: readonly string[]): DeclaredRefusal[] =>
  sources.flatMap((source) =>
    [...source.matchAll(CLASS)].map(([, name = '', details, code = '', category = '']) => ({
      name,
      code,
      category,
      hasDetails: details !== undefined,
    })),
  );

/** Codes that have a problem type of their own. */
export const typedCodesIn = (sources: readonly string[]): string[] =>
  sources.flatMap((source) => [...source.matchAll(/registerProblem\('([A-Z_]+)'/g)].map(([, code = '']) => code));

/** Helpers of the shared words by which a context refuses without naming the class. */
const HELPERS: Readonly<Record<string, string>> = {
  owedReason: 'REASON_REQUIRED',
  freeText: 'PII_NOT_ALLOWED',
  optionalText: 'PII_NOT_ALLOWED',
  requireRoom: 'LIMIT_REACHED',
  upcomingDate: 'DATE_IN_PAST',
  pastDate: 'DATE_IN_FUTURE',
};

/** Codes of other libs' refusals that some sources use. */
export function borrowedCodes(sources: readonly string[], shared: readonly DeclaredRefusal[]): string[] {
  const text = sources.join('\n');
  const named = shared.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text)).map(({ code }) => code);
  const helped = Object.entries(HELPERS).filter(([helper]) => new RegExp(`\\b${helper}\\(`).test(text));
  return [...new Set([...named, ...helped.map(([, code]) => code)])];
}

/** Codes that any command may meet, whatever its context. */
export const KERNEL = [
  'VALIDATION_FAILED',
  'INVALID_STATE',
  'NOT_FOUND',
  'FORBIDDEN',
  'CONCURRENCY_CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
] as const;

const SHARED = ['../../libs/vocabulary/src/', '../../libs/api-kit/src/', '../../libs/requests/src/'] as const;
const sharedSources = SHARED.map((folder) => sourcesIn(new URL(folder, import.meta.url)));

/** What the libs a context rests on declare, and which of their codes have types. */
export const ofVocabulary = refusalsIn(sharedSources[0]!);
export const typedBelow = typedCodesIn(sharedSources.flat());
