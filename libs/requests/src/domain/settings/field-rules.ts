import { NotFound, ValidationFailed } from '#libs/event-log';
import { freeText, optionalText, requireRoom } from '#libs/vocabulary';
import type { RequestType } from '../values.js';
import type { FieldDefinition, FieldDue, FieldFormat, FieldKind, FieldOption } from './fields.js';
import { optionsOf } from './fields.js';
import { settingsLimits } from './limits.js';
import { freeName, inUse, isSame, requireRoomFor, without } from './names.js';
import type { RequestSettings, SettingsEvent } from './settings.js';

/** An option as it comes in: with its id to keep, rename or archive it, without one to add it. */
export interface OptionInput {
  readonly id?: string | null;
  readonly label: string;
  readonly archived?: boolean | null;
}

/** Bounds of the values; those of another kind are refused. Left out in a change: as they are. */
export interface BoundsInput {
  /** TEXT: 1 to 4,000 characters. */
  readonly maxLength?: number | null;
  /** NUMBER; null takes the bound away. */
  readonly min?: number | null;
  readonly max?: number | null;
  readonly integer?: boolean | null;
  /** CHOICE and CHOICES, in the order they are shown; those left out in a change stay behind the others. */
  readonly options?: readonly OptionInput[] | null;
}

export interface DefineFieldInput extends BoundsInput {
  readonly fieldId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly kind: FieldKind;
  readonly requestTypes?: readonly RequestType[] | null;
  readonly requiredAt?: FieldDue | null;
}

export interface ChangeFieldInput extends BoundsInput {
  readonly fieldId: string;
  readonly name?: string | null;
  /** Null takes it away. */
  readonly description?: string | null;
  readonly requestTypes?: readonly RequestType[] | null;
  readonly requiredAt?: FieldDue | null;
}

const fieldPath = ['input', 'fieldId'];

const BOUNDS: Readonly<Record<FieldKind, readonly (keyof BoundsInput)[]>> = {
  TEXT: ['maxLength'],
  NUMBER: ['min', 'max', 'integer'],
  BOOLEAN: [],
  DATE: [],
  URL: [],
  CHOICE: ['options'],
  CHOICES: ['options'],
};

const anyBound = ['maxLength', 'min', 'max', 'integer', 'options'] as const;

function requireBoundsOf(kind: FieldKind, input: BoundsInput): void {
  const foreign = anyBound.find((bound) => input[bound] != null && !BOUNDS[kind].includes(bound));
  if (foreign) throw new ValidationFailed(`A field of kind ${kind} has no ${foreign}.`, ['input', foreign]);
}

function maxLengthOf(given: number | null | undefined, before: number): number {
  const maxLength = given ?? before;
  if (Number.isSafeInteger(maxLength) && maxLength >= 1 && maxLength <= settingsLimits.maxTextValue) return maxLength;
  const message = `A text has at most 1 to ${settingsLimits.maxTextValue} characters.`;
  throw new ValidationFailed(message, ['input', 'maxLength']);
}

type NumberFormat = Extract<FieldFormat, { kind: 'NUMBER' }>;

function numbersOf(input: BoundsInput, before: NumberFormat): NumberFormat {
  const min = input.min === undefined ? before.min : input.min;
  const max = input.max === undefined ? before.max : input.max;
  const integer = input.integer ?? before.integer;
  const finite = [min, max].every((bound) => bound === null || Number.isFinite(bound));
  if (!finite || (min !== null && max !== null && min > max))
    throw new ValidationFailed('The least number is not above the greatest.', ['input', 'min']);
  return { kind: 'NUMBER', min, max, integer };
}

/** What is left out stays: an option is never removed. @throws ValidationFailed, NotFound, LimitReached, PiiNotAllowed */
function optionsAfter(given: readonly OptionInput[], before: readonly FieldOption[]): FieldOption[] {
  let issued = before.length;
  const named = given.map((option, index): FieldOption => {
    const path = ['input', 'options', String(index)];
    const label = freeText(option.label, { path: [...path, 'label'], max: settingsLimits.maxName });
    const known = before.find(({ id }) => id === option.id);
    if (option.id != null && !known) throw new NotFound('option', [...path, 'id']);
    return { id: known?.id ?? `O${(issued += 1)}`, label, archived: option.archived ?? known?.archived ?? false };
  });
  const after = [...named, ...before.filter(({ id }) => !named.some((option) => option.id === id))];
  const path = ['input', 'options'];
  requireRoom(after.length, settingsLimits.options, { what: 'options of one field', path });
  if (new Set(named.map(({ id }) => id)).size < named.length)
    throw new ValidationFailed('Each option is named once.', path);
  const labels = after.filter(({ archived }) => !archived).map(({ label }) => label.toLowerCase());
  if (labels.length === 0) throw new ValidationFailed('A choice needs an option in use.', path);
  if (new Set(labels).size < labels.length) throw new ValidationFailed('Two options have one label.', path);
  return after;
}

/** The format after an input was laid over the one before. */
function formatAfter(before: FieldFormat, input: BoundsInput): FieldFormat {
  requireBoundsOf(before.kind, input);
  switch (before.kind) {
    case 'TEXT':
      return { kind: 'TEXT', maxLength: maxLengthOf(input.maxLength, before.maxLength) };
    case 'NUMBER':
      return numbersOf(input, before);
    case 'CHOICE':
    case 'CHOICES':
      return { kind: before.kind, options: optionsAfter(input.options ?? [], before.options) };
    case 'BOOLEAN':
    case 'DATE':
    case 'URL':
      return before;
  }
}

const emptyFormat = (kind: FieldKind): FieldFormat => {
  if (kind === 'TEXT') return { kind, maxLength: settingsLimits.maxTextValue };
  if (kind === 'NUMBER') return { kind, min: null, max: null, integer: false };
  return kind === 'CHOICE' || kind === 'CHOICES' ? { kind, options: [] } : { kind };
};

const descriptionOf = (text: string | null | undefined): string | null =>
  optionalText(text, { path: ['input', 'description'], max: settingsLimits.maxDescription });

const typesOf = (types: readonly RequestType[] | null | undefined): readonly RequestType[] =>
  [...new Set(types)].sort();

/** @throws NameTaken, LimitReached, ValidationFailed, PiiNotAllowed */
export function defineCustomField({ customFields }: RequestSettings, input: DefineFieldInput): SettingsEvent[] {
  requireRoomFor(customFields, settingsLimits.fields, 'custom fields');
  const data = {
    fieldId: input.fieldId,
    name: freeName(input.name, customFields),
    description: descriptionOf(input.description),
    format: formatAfter(emptyFormat(input.kind), input),
    requestTypes: typesOf(input.requestTypes),
    requiredAt: input.requiredAt ?? 'NONE',
  };
  return [{ type: 'CustomFieldDefined', data }];
}

/**
 * Anything but its kind. Values that requests have stay as they are; new ones have to fit.
 * @throws NotFound, NameTaken, LimitReached, ValidationFailed, PiiNotAllowed
 */
export function changeCustomField({ customFields }: RequestSettings, input: ChangeFieldInput): SettingsEvent[] {
  const { id, archived: _archived, ...before } = inUse(customFields, input.fieldId, 'custom field', fieldPath);
  const after: FieldDefinition = {
    name: input.name == null ? before.name : freeName(input.name, without(customFields, id)),
    description: input.description === undefined ? before.description : descriptionOf(input.description),
    format: formatAfter(before.format, input),
    requestTypes: input.requestTypes === undefined ? before.requestTypes : typesOf(input.requestTypes),
    requiredAt: input.requiredAt ?? before.requiredAt,
  };
  return isSame(after, before) ? [] : [{ type: 'CustomFieldChanged', data: { fieldId: id, ...after } }];
}

/** Requests keep their values; no further ones are taken, and none is owed. No fact when it is archived. @throws NotFound */
export function archiveCustomField(
  { customFields }: RequestSettings,
  { fieldId }: { readonly fieldId: string },
): SettingsEvent[] {
  const field = customFields.find(({ id }) => id === fieldId);
  if (!field) throw new NotFound('custom field', fieldPath);
  return field.archived ? [] : [{ type: 'CustomFieldArchived', data: { fieldId } }];
}

/** Ids of the options that may be chosen. */
export const openOptions = (format: FieldFormat): string[] =>
  optionsOf(format).flatMap(({ id, archived }) => (archived ? [] : [id]));
