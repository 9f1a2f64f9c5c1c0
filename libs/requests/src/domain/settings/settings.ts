import type { Aggregate } from '#libs/event-log';
import type { BriefInput } from '../brief-input.js';
import type { RequestType } from '../values.js';
import type { CustomFieldValue } from '../values-delivery.js';
import type { CustomField, FieldDefinition } from './fields.js';

export interface LabelDefinition {
  readonly name: string;
  /** `#rrggbb`, in small letters. */
  readonly colour: string;
}

export interface Label extends LabelDefinition {
  readonly id: string;
  readonly archived: boolean;
}

/** A value of a custom field, never null. */
export interface FieldValue {
  readonly fieldId: string;
  readonly value: CustomFieldValue;
}

/** What a request of a type begins with. */
export interface TemplateDefinition {
  readonly requestType: RequestType;
  readonly name: string;
  /** Put before the title; null: nothing. */
  readonly titlePrefix: string | null;
  readonly brief: BriefInput;
  /** Ids of labels. */
  readonly labels: readonly string[];
  readonly customFields: readonly FieldValue[];
}

export interface RequestTemplate extends TemplateDefinition {
  readonly id: string;
  readonly archived: boolean;
}

/** Facts of what the forms and lists of one workspace are made of. The workspace's id is the stream's id. */
export interface SettingsFacts {
  LabelDefined: LabelDefinition & { readonly labelId: string };
  LabelChanged: LabelDefinition & { readonly labelId: string };
  LabelArchived: { readonly labelId: string };
  LabelRestored: { readonly labelId: string };
  CustomFieldDefined: FieldDefinition & { readonly fieldId: string };
  CustomFieldChanged: FieldDefinition & { readonly fieldId: string };
  CustomFieldArchived: { readonly fieldId: string };
  TemplateDefined: TemplateDefinition & { readonly templateId: string };
  TemplateChanged: TemplateDefinition & { readonly templateId: string };
  TemplateArchived: { readonly templateId: string };
}

export type SettingsEventType = keyof SettingsFacts;
export type SettingsEvent = {
  [T in SettingsEventType]: { readonly type: T; readonly data: SettingsFacts[T] };
}[SettingsEventType];

export interface RequestSettings {
  /** Of the stream: values of custom fields name it as the version they were checked by. */
  readonly version: number;
  /** Each list in the order of definition, what is archived included. */
  readonly labels: readonly Label[];
  readonly customFields: readonly CustomField[];
  readonly templates: readonly RequestTemplate[];
}

const changed = <Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: Partial<Item>,
): readonly Item[] => items.map((item) => (item.id === id ? { ...item, ...change } : item));

type Lists = Omit<RequestSettings, 'version'>;

// oxlint-disable-next-line complexity -- one short case for each fact
function applied(state: RequestSettings, event: SettingsEvent): Partial<Lists> {
  const { labels, customFields, templates } = state;
  switch (event.type) {
    case 'LabelDefined': {
      const { labelId: id, ...label } = event.data;
      return { labels: [...labels, { id, ...label, archived: false }] };
    }
    case 'LabelChanged': {
      const { labelId, ...label } = event.data;
      return { labels: changed(labels, labelId, label) };
    }
    case 'LabelArchived':
      return { labels: changed(labels, event.data.labelId, { archived: true }) };
    case 'LabelRestored':
      return { labels: changed(labels, event.data.labelId, { archived: false }) };
    case 'CustomFieldDefined': {
      const { fieldId: id, ...field } = event.data;
      return { customFields: [...customFields, { id, ...field, archived: false }] };
    }
    case 'CustomFieldChanged': {
      const { fieldId, ...field } = event.data;
      return { customFields: changed(customFields, fieldId, field) };
    }
    case 'CustomFieldArchived':
      return { customFields: changed(customFields, event.data.fieldId, { archived: true }) };
    case 'TemplateDefined': {
      const { templateId: id, ...template } = event.data;
      return { templates: [...templates, { id, ...template, archived: false }] };
    }
    case 'TemplateChanged': {
      const { templateId, ...template } = event.data;
      return { templates: changed(templates, templateId, template) };
    }
    case 'TemplateArchived':
      return { templates: changed(templates, event.data.templateId, { archived: true }) };
  }
}

/** Labels, custom fields and templates of one workspace; names are unique, so they are decided in one stream. */
export const requestSettings: Aggregate<RequestSettings, SettingsEvent> = {
  type: 'request-settings',
  initial: { version: 0, labels: [], customFields: [], templates: [] },
  source: import.meta.url,
  evolve: (state, event) => ({ ...state, ...applied(state, event), version: event.version }),
};
