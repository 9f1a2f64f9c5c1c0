import { ValidationFailed } from '#libs/event-log';
import { requireKnown, type RuleContext } from '../context.js';
import { createRequest, type CreateRequestInput, reviseBrief } from '../drafting.js';
import type { RequestEvent } from '../facts.js';
import { stateAfter } from '../foreseen.js';
import type { Request } from '../state.js';
import { asGiven, fitted } from './field-values.js';
import { belongsTo } from './fields.js';
import { inUse } from './names.js';
import { type GivenField, labelRequest, setCustomFields } from './on-requests.js';
import type { RequestSettings, RequestTemplate } from './settings.js';

export interface NewRequestInput {
  readonly creation: CreateRequestInput;
  /** What it begins with. */
  readonly templateId?: string | null;
  /** Before those of the template. */
  readonly customFields?: readonly GivenField[] | null;
}

function templateFor({ templateId, creation }: NewRequestInput, settings: RequestSettings): RequestTemplate | null {
  if (templateId == null) return null;
  const path = ['input', 'templateId'];
  const template = inUse(settings.templates, templateId, 'template', path);
  if (template.requestType !== creation.type)
    throw new ValidationFailed(`This template is for requests of type ${template.requestType}.`, path);
  return template;
}

/** Labels and values of a template that are still in use and fit: definitions may have changed since. */
function stillFitting({ labels, customFields, requestType }: RequestTemplate, settings: RequestSettings) {
  const add = labels.filter((id) => settings.labels.some((label) => label.id === id && !label.archived));
  const values = customFields.flatMap(({ fieldId, value }): GivenField[] => {
    const field = settings.customFields.find(({ id, archived }) => id === fieldId && !archived);
    if (!field || !belongsTo(field, requestType)) return [];
    const given = asGiven(field.format, value);
    return fitted(field.format, given) === undefined ? [] : [{ fieldId, value: given }];
  });
  return { add, values };
}

/**
 * A new request, as a draft that begins with what a template holds and what the caller adds: all of it in one append. What is gone
 * from the settings since the template was written is left out.
 * @throws what {@link createRequest}, reviseBrief, labelRequest and setCustomFields refuse; NotFound, ValidationFailed for the template
 */
export function createWithSettings(
  request: Request,
  settings: RequestSettings,
  input: NewRequestInput,
  ctx: RuleContext,
): RequestEvent[] {
  const template = templateFor(input, settings);
  const { creation, customFields } = input;
  const prefix = template?.titlePrefix;
  const title = prefix ? `${prefix} ${creation.title}` : creation.title;
  const facts: RequestEvent[] = createRequest(request, { ...creation, title }, ctx);
  const also = (rule: (state: Request) => readonly RequestEvent[]): void => {
    facts.push(...rule(requireKnown(stateAfter(request, facts, ctx.now))));
  };
  if (template) {
    const { add, values } = stillFitting(template, settings);
    also((state) => reviseBrief(state, { brief: template.brief }, ctx));
    also((state) => labelRequest(state, settings, { add }, ctx));
    also((state) => setCustomFields(state, settings, { values }, ctx));
  }
  const given = { values: customFields ?? [], path: ['input', 'customFields'] } as const;
  also((state) => setCustomFields(state, settings, given, ctx));
  return facts;
}
