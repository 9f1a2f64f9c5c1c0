import { toGlobalId } from '#libs/api-kit';
import {
  type CustomField as FieldState,
  type CustomFieldValue as Value,
  emptyBrief,
  type FieldFormat,
  type FieldValue,
  type Label as LabelState,
  optionsOf,
  type RequestTemplate as TemplateState,
} from '../domain/index.js';
import { toBrief } from '../types/to-request.js';
import { CustomField, CustomFieldValue, Label, RequestSettings, RequestTemplate } from './settings.type.js';
import type { SettingsRow } from './settings-rows.js';

/** The settings of a workspace as they come from Postgres; empty before anything was defined. */
export type StoredSettings = Omit<SettingsRow, 'updated_at'> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly updated_at: Date | null;
};

export const toLabel = ({ id, ...label }: LabelState): Label =>
  Object.assign(new Label(), label, { id: toGlobalId('Label', id) });

const boundsOf = (format: FieldFormat): Pick<CustomField, 'maxLength' | 'min' | 'max' | 'integer'> => ({
  maxLength: 'maxLength' in format ? format.maxLength : null,
  ...('integer' in format
    ? { min: format.min, max: format.max, integer: format.integer }
    : { min: null, max: null, integer: null }),
});

export const toField = ({ id, format, ...field }: FieldState): CustomField =>
  Object.assign(new CustomField(), field, boundsOf(format), {
    id: toGlobalId('CustomField', id),
    kind: format.kind,
    options: [...optionsOf(format)],
    requestTypes: [...field.requestTypes],
  });

const noValue = { text: null, number: null, boolean: null, date: null, choices: null };

function valueOf(format: FieldFormat, value: Value): Partial<CustomFieldValue> {
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return { boolean: value };
  if (format.kind === 'DATE') return { date: String(value) };
  if (!('options' in format)) return { text: String(value) };
  const chosen = typeof value === 'string' ? [value] : value;
  return { choices: format.options.filter(({ id }) => chosen.includes(id)) };
}

/** Labels by their ids, in the order of the ids. */
export const labelsIn = ({ labels }: Pick<StoredSettings, 'labels'>, ids: readonly string[]): Label[] =>
  ids.flatMap((id) => labels.filter((label) => label.id === id).map(toLabel));

/** Values with their fields, in the order in which the fields were defined. */
export const valuesIn = (
  { custom_fields: fields }: Pick<StoredSettings, 'custom_fields'>,
  values: readonly FieldValue[],
): CustomFieldValue[] =>
  fields.flatMap((field) =>
    values
      .filter(({ fieldId }) => fieldId === field.id)
      .map(({ value }) => ({ field: toField(field), ...noValue, ...valueOf(field.format, value) })),
  );

const briefOf = ({ brief }: TemplateState) =>
  toBrief({
    ...emptyBrief,
    ...(brief as object),
    criteria: (brief.criteria ?? []).map((criterion, index) => ({ measure: null, ...criterion, id: `C${index + 1}` })),
  });

export const toTemplate = (template: TemplateState, settings: StoredSettings): RequestTemplate => {
  const { id, requestType, name, titlePrefix, archived } = template;
  return Object.assign(new RequestTemplate(), {
    id: toGlobalId('RequestTemplate', id),
    requestType,
    name,
    titlePrefix,
    brief: briefOf(template),
    labels: labelsIn(settings, template.labels),
    customFields: valuesIn(settings, template.customFields),
    archived,
  });
};

export const toSettings = (settings: StoredSettings): RequestSettings =>
  Object.assign(new RequestSettings(), {
    id: toGlobalId('RequestSettings', settings.workspace_id),
    version: settings.version,
    labels: settings.labels.map(toLabel),
    customFields: settings.custom_fields.map(toField),
    templates: settings.templates.map((template) => toTemplate(template, settings)),
    updatedAt: settings.updated_at,
  });
