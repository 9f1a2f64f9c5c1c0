import { NotFound, ValidationFailed } from '#libs/event-log';
import { requireRoom } from '#libs/vocabulary';
import { requireKnown, requireOpen, requireOwn, type RuleContext } from '../context.js';
import type { RequestEvent } from '../facts.js';
import { CustomFieldInvalid, CustomFieldRequired } from '../refusals-settings.js';
import type { KnownRequest, Request } from '../state.js';
import type { CustomFieldEntry } from '../state-delivery.js';
import { belongsTo, type CustomField, type FieldDue } from './fields.js';
import { type GivenValue, valueFor } from './field-values.js';
import { settingsLimits } from './limits.js';
import { inUse, isSame } from './names.js';
import type { RequestSettings } from './settings.js';
import type { RequestType } from '../values.js';

export interface LabelRequestInput {
  /** Ids of labels in use. */
  readonly add?: readonly string[] | null;
  /** Ids of labels, archived or not. */
  readonly remove?: readonly string[] | null;
}

function requireFew(ids: readonly unknown[], field: string): void {
  const path = ['input', field];
  requireRoom(ids.length, settingsLimits.perCommand, { what: `${field} in one command`, path });
}

/**
 * Puts labels on a request of any status and takes them off. No fact when that changes nothing.
 * @throws NotFound for a label that is not there or, to be put on, archived; LimitReached, ValidationFailed, Forbidden
 */
export function labelRequest(
  request: Request,
  settings: RequestSettings,
  input: LabelRequestInput,
  ctx: RuleContext,
): RequestEvent[] {
  const known = requireKnown(request);
  requireOwn(known, ctx);
  const { labels } = known;
  const [add, remove] = [input.add ?? [], input.remove ?? []];
  requireFew(add, 'add');
  requireFew(remove, 'remove');
  if (remove.some((id) => add.includes(id)))
    throw new ValidationFailed('A label is either put on or taken off.', ['input', 'remove']);
  add.forEach((id, index) => inUse(settings.labels, id, 'label', ['input', 'add', String(index)]));
  const unknown = remove.findIndex((id) => !settings.labels.some((label) => label.id === id));
  if (unknown >= 0) throw new NotFound('label', ['input', 'remove', String(unknown)]);
  const added = [...new Set(add)].filter((id) => !labels.includes(id));
  const removed = [...new Set(remove)].filter((id) => labels.includes(id));
  if (added.length + removed.length === 0) return [];
  if (added.length > 0) {
    const after = labels.length + added.length - removed.length;
    requireRoom(after, settingsLimits.labelsPerRequest, { what: 'labels on one request', path: ['input', 'add'] });
  }
  return [{ type: 'LabelsChanged', data: { added, removed } }];
}

export interface GivenField {
  readonly fieldId: string;
  /** Null takes the value away. */
  readonly value: GivenValue | null;
}

/** Where the list of values stands in the input. */
type ListPath = readonly [string, string];

const typesOf = ({ requestTypes }: CustomField): string =>
  `no value on a request that is not ${requestTypes.join(', ')}`;

/** A value as a request of a type keeps it. */
export function entryOf(
  { fieldId, value }: GivenField,
  type: RequestType,
  settings: RequestSettings,
  path: readonly string[],
): CustomFieldEntry {
  if (value === null) {
    if (settings.customFields.some(({ id }) => id === fieldId)) return { fieldId, value };
    throw new NotFound('custom field', [...path, 'fieldId']);
  }
  const field = inUse(settings.customFields, fieldId, 'custom field', [...path, 'fieldId']);
  if (!belongsTo(field, type)) throw new CustomFieldInvalid(fieldId, typesOf(field), path);
  return { fieldId, value: valueFor(field, value, [...path, 'value']) };
}

/** The value a request has; null for none. */
const present = ({ customFields }: KnownRequest, fieldId: string): CustomFieldEntry['value'] =>
  customFields.find((entry) => entry.fieldId === fieldId)?.value ?? null;

/**
 * Values of custom fields, each checked by its definition as it stands. No fact when nothing changes.
 * @throws NotFound for a field that is not there or, for a value, archived; CustomFieldInvalid, PiiNotAllowed, LimitReached,
 * ValidationFailed, Forbidden, InvalidState
 */
export function setCustomFields(
  request: Request,
  settings: RequestSettings,
  { values, path = ['input', 'values'] }: { readonly values: readonly GivenField[]; readonly path?: ListPath },
  ctx: RuleContext,
): RequestEvent[] {
  const open = requireOpen(request, ctx);
  requireRoom(values.length, settingsLimits.perCommand, { what: 'values in one command', path });
  if (new Set(values.map(({ fieldId }) => fieldId)).size < values.length)
    throw new ValidationFailed('Each field is named once.', path);
  const entries = values.map((given, index) => entryOf(given, open.type, settings, [...path, String(index)]));
  const changed = entries.filter(({ fieldId, value }) => !isSame(present(open, fieldId), value));
  if (changed.length === 0) return [];
  return [{ type: 'CustomFieldsSet', data: { values: changed, definitionVersion: settings.version } }];
}

/** What is owed at each step; who triages owes what was owed before as well. */
const OWED: Readonly<Record<Exclude<FieldDue, 'NONE'>, readonly FieldDue[]>> = {
  SUBMIT: ['SUBMIT'],
  TRIAGE: ['SUBMIT', 'TRIAGE'],
};

/** @throws CustomFieldRequired when a field in use, of the request's type, is owed by now and empty */
export function requireCustomFields(request: Request, settings: RequestSettings, at: keyof typeof OWED): void {
  const known = requireKnown(request);
  const missing = settings.customFields.filter(
    (field) =>
      !field.archived &&
      OWED[at].includes(field.requiredAt) &&
      belongsTo(field, known.type) &&
      present(known, field.id) === null,
  );
  if (missing.length > 0) throw new CustomFieldRequired(missing);
}
