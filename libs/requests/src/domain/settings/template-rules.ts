import { NotFound } from '#libs/event-log';
import { optionalText, requireRoom } from '#libs/vocabulary';
import { applyBrief } from '../brief-edit.js';
import type { BriefInput } from '../brief-input.js';
import type { RequestLimits } from '../policy.js';
import { CustomFieldInvalid } from '../refusals-settings.js';
import { emptyBrief, type RequestType } from '../values.js';
import { settingsLimits } from './limits.js';
import { freeName, inUse, isSame, requireRoomFor, without } from './names.js';
import { entryOf, type GivenField } from './on-requests.js';
import { expectedOf } from './field-values.js';
import type { FieldValue, RequestSettings, SettingsEvent, TemplateDefinition } from './settings.js';

/** Parts of a template; one that is left out of a change stays as it is. */
export interface TemplateInput {
  /** Null: no prefix. */
  readonly titlePrefix?: string | null;
  /** The whole brief to begin with; null: none. */
  readonly brief?: BriefInput | null;
  readonly labels?: readonly string[] | null;
  readonly customFields?: readonly GivenField[] | null;
}

export interface DefineTemplateInput extends TemplateInput {
  readonly templateId: string;
  readonly requestType: RequestType;
  readonly name: string;
}

export interface ChangeTemplateInput extends TemplateInput {
  readonly templateId: string;
  readonly name?: string | null;
}

const templatePath = ['input', 'templateId'];

/**
 * A brief as a template keeps it: checked like any other, without what is empty and without ids of criteria, which each request
 * gives itself.
 */
function briefOf(input: BriefInput, limits: RequestLimits): BriefInput {
  const { maxTemplateBrief: maxBriefLength } = settingsLimits;
  const { criteria, ...parts } = applyBrief({ brief: emptyBrief, criteriaIssued: 0 }, input, {
    ...limits,
    maxBriefLength,
  });
  const whole = { ...parts, criteria: criteria.map(({ id: _id, ...criterion }) => criterion) };
  const filled = Object.entries(whole).filter(
    ([, part]) => part !== null && !(Array.isArray(part) && part.length === 0),
  );
  return Object.fromEntries(filled);
}

function labelsOf(ids: readonly string[], { labels }: RequestSettings): readonly string[] {
  const path = ['input', 'labels'];
  requireRoom(ids.length, settingsLimits.labelsPerRequest, { what: 'labels on one request', path });
  ids.forEach((id, index) => inUse(labels, id, 'label', [...path, String(index)]));
  return [...new Set(ids)];
}

function valuesOf(given: readonly GivenField[], type: RequestType, settings: RequestSettings): readonly FieldValue[] {
  const path = ['input', 'customFields'];
  requireRoom(given.length, settingsLimits.fields, { what: 'values of one template', path });
  const values = given.map((one, index): FieldValue => {
    const here = [...path, String(index)];
    const { fieldId, value } = entryOf(one, type, settings, here);
    if (value !== null) return { fieldId, value };
    const { format } = inUse(settings.customFields, fieldId, 'custom field', [...here, 'fieldId']);
    throw new CustomFieldInvalid(fieldId, expectedOf(format), here);
  });
  // Of a field that is named twice the last word stands.
  return [...new Map(values.map((value) => [value.fieldId, value])).values()];
}

interface Laying {
  readonly settings: RequestSettings;
  readonly limits: RequestLimits;
}

function laid(
  before: Omit<TemplateDefinition, 'name'>,
  { titlePrefix, brief, labels, customFields }: TemplateInput,
  { settings, limits }: Laying,
): Omit<TemplateDefinition, 'name'> {
  const { requestType } = before;
  const prefixRule = { path: ['input', 'titlePrefix'], max: settingsLimits.maxTitlePrefix };
  return {
    requestType,
    titlePrefix: titlePrefix === undefined ? before.titlePrefix : optionalText(titlePrefix, prefixRule),
    brief: brief === undefined ? before.brief : briefOf(brief ?? {}, limits),
    labels: labels === undefined ? before.labels : labelsOf(labels ?? [], settings),
    customFields:
      customFields === undefined ? before.customFields : valuesOf(customFields ?? [], requestType, settings),
  };
}

/**
 * @throws NameTaken, LimitReached, NotFound for a label or a field that is not in use, CustomFieldInvalid, PiiNotAllowed,
 * ValidationFailed and what a brief is refused for
 */
export function defineTemplate(
  settings: RequestSettings,
  input: DefineTemplateInput,
  limits: RequestLimits,
): SettingsEvent[] {
  const { templateId, requestType } = input;
  requireRoomFor(settings.templates, settingsLimits.templates, 'templates');
  const name = freeName(input.name, settings.templates);
  const empty = { requestType, titlePrefix: null, brief: {}, labels: [], customFields: [] };
  return [{ type: 'TemplateDefined', data: { templateId, name, ...laid(empty, input, { settings, limits }) } }];
}

/** Requests that began with it stay as they are. No fact when nothing changes. @throws as {@link defineTemplate}, NotFound */
export function changeTemplate(
  settings: RequestSettings,
  input: ChangeTemplateInput,
  limits: RequestLimits,
): SettingsEvent[] {
  const { id, archived: _archived, ...before } = inUse(settings.templates, input.templateId, 'template', templatePath);
  const name = input.name == null ? before.name : freeName(input.name, without(settings.templates, id));
  const after = { name, ...laid(before, input, { settings, limits }) };
  return isSame(after, before) ? [] : [{ type: 'TemplateChanged', data: { templateId: id, ...after } }];
}

/** No further request begins with it. No fact when it is archived. @throws NotFound */
export function archiveTemplate(
  { templates }: RequestSettings,
  { templateId }: { readonly templateId: string },
): SettingsEvent[] {
  const template = templates.find(({ id }) => id === templateId);
  if (!template) throw new NotFound('template', templatePath);
  return template.archived ? [] : [{ type: 'TemplateArchived', data: { templateId } }];
}
