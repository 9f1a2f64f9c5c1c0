import { freeText, isLocalDate } from '#libs/vocabulary';
import { CustomFieldInvalid } from '../refusals-settings.js';
import type { CustomFieldValue } from '../values-delivery.js';
import type { CustomField, FieldFormat } from './fields.js';
import { openOptions } from './field-rules.js';
import { settingsLimits } from './limits.js';

/** A value as it comes in: exactly one of these. TEXT and URL take `text`. */
export interface GivenValue {
  readonly text?: string | null;
  readonly number?: number | null;
  readonly boolean?: boolean | null;
  readonly date?: string | null;
  /** Id of an option, e.g. `O1`. */
  readonly choice?: string | null;
  readonly choices?: readonly string[] | null;
}

const isNumber = ({ min, max, integer }: Extract<FieldFormat, { kind: 'NUMBER' }>, value: number): boolean =>
  Number.isFinite(value) &&
  (min === null || value >= min) &&
  (max === null || value <= max) &&
  (!integer || Number.isSafeInteger(value));

const lengthOf = (text: string): number => Array.from(text).length;

const isAddress = (text: string): boolean =>
  lengthOf(text) <= settingsLimits.maxUrlValue && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);

const chosenOf = (format: FieldFormat, choices: readonly string[]): readonly string[] | undefined => {
  // As the options are shown, so that the same choice is the same value.
  const chosen = openOptions(format).filter((id) => choices.includes(id));
  return chosen.length > 0 && chosen.length === new Set(choices).size ? chosen : undefined;
};

const textOf = (text: string | null | undefined, fits: (text: string) => boolean): string | undefined => {
  const trimmed = text?.trim() ?? '';
  return trimmed !== '' && fits(trimmed) ? trimmed : undefined;
};

/** The value as it is kept; undefined when it does not fit the format. */
// oxlint-disable-next-line complexity -- one short case for each kind
export function fitted(format: FieldFormat, given: GivenValue): CustomFieldValue | undefined {
  switch (format.kind) {
    case 'TEXT':
      return textOf(given.text, (text) => lengthOf(text) <= format.maxLength);
    case 'URL':
      return textOf(given.text, isAddress);
    case 'NUMBER':
      return given.number != null && isNumber(format, given.number) ? given.number : undefined;
    case 'BOOLEAN':
      return given.boolean ?? undefined;
    case 'DATE':
      return given.date != null && isLocalDate(given.date) ? given.date : undefined;
    case 'CHOICE':
      return given.choice != null && openOptions(format).includes(given.choice) ? given.choice : undefined;
    case 'CHOICES':
      return given.choices == null ? undefined : chosenOf(format, given.choices);
  }
}

/** What a format takes, in words that complete “This field takes …”. */
export function expectedOf(format: FieldFormat): string {
  const options = openOptions(format).join(', ');
  switch (format.kind) {
    case 'TEXT':
      return `text of 1 to ${format.maxLength} characters`;
    case 'URL':
      return `text that is the whole address of a page, of at most ${settingsLimits.maxUrlValue} characters`;
    case 'NUMBER':
      return `number${format.integer ? ', a whole one' : ''}${format.min === null ? '' : `, at least ${format.min}`}${format.max === null ? '' : `, at most ${format.max}`}`;
    case 'BOOLEAN':
      return 'boolean';
    case 'DATE':
      return 'date, a day of the calendar';
    case 'CHOICE':
      return `choice, one of ${options}`;
    case 'CHOICES':
      return `choices, some of ${options}`;
  }
}

/** The value as it is kept. @throws CustomFieldInvalid, PiiNotAllowed, ValidationFailed for characters that cannot be stored */
export function valueFor({ id, format }: CustomField, given: GivenValue, path: readonly string[]): CustomFieldValue {
  const named = Object.values(given).filter((part) => part != null).length;
  const value = named === 1 ? fitted(format, given) : undefined;
  if (value === undefined) throw new CustomFieldInvalid(id, expectedOf(format), path);
  return format.kind === 'TEXT' ? freeText(String(value), { path, max: format.maxLength }) : value;
}

/** A kept value as it would come in, to see whether it fits a definition that may have changed since. */
export function asGiven({ kind }: FieldFormat, value: CustomFieldValue): GivenValue {
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return { boolean: value };
  if (typeof value !== 'string') return { choices: value };
  if (kind === 'DATE') return { date: value };
  return kind === 'CHOICE' ? { choice: value } : { text: value };
}
