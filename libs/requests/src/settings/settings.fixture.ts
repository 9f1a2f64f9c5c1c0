import type { Member } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';

/** What a mutation of settings answered; `it`: the object it is about. */
export interface Answer {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly it: { readonly id: string; readonly [field: string]: unknown } | null;
  readonly problems: readonly { readonly code: string; readonly [field: string]: unknown }[];
}

const OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/CustomField$/, 'customField { id name kind archived requiredAt requestTypes options { id label archived } }'],
  [
    /Template$/,
    'template { id name titlePrefix archived labels { name } brief { criteria { id text } } customFields { number } }',
  ],
  [
    /^labelRequest|^setCustomFields/,
    'request { id version labels { name colour } customFields { field { name kind } text number boolean date choices { id label } } }',
  ],
  [/Label$/, 'label { id name colour archived }'],
  [/^delete/, 'savedFilterId'],
  [/Filter$/, 'savedFilter { id version name shared ownerId filterJson orderJson owner { id } }'],
];

const INPUTS: Readonly<Record<string, string>> = {
  archiveLabel: 'LabelInput',
  restoreLabel: 'LabelInput',
  archiveCustomField: 'CustomFieldInput',
  archiveTemplate: 'TemplateInput',
};

const PROBLEMS = `problems { __typename code path ... on NameTakenProblem { name } ... on LimitReachedProblem { what max }
  ... on CustomFieldInvalidProblem { fieldId expectedValue } ... on CustomFieldRequiredProblem { fieldIds names } ... on NotFoundProblem { what }
  ... on StaleVersionProblem { expected actual current { id __typename } } }`;

const documentOf = (name: string): string => {
  const [, object = ''] = OBJECTS.find(([pattern]) => pattern.test(name)) ?? [];
  const input = INPUTS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const expects = name !== 'saveFilter';
  return `mutation ($input: ${input}!${expects ? ', $expect: Expect!' : ''}, $key: String) {
    answer: ${name}(input: $input${expects ? ', expect: $expect' : ''}, idempotencyKey: $key) { position replayed it: ${object} ${PROBLEMS} } }`;
};

/** The mutations of labels, custom fields, templates and saved filters as somebody calls them. */
export class SettingsClient extends RequestClient {
  async answer(
    who: Member,
    name: string,
    input: object,
    more: { expect?: object; key?: string } = {},
  ): Promise<Answer> {
    const { expect = { latest: true }, key } = more;
    const variables = { input, key, ...(name === 'saveFilter' ? {} : { expect }) };
    const { data, errors } = await this.api.run(documentOf(name), who, { variables });
    if (errors) throw new Error(JSON.stringify(errors));
    return data!['answer'] as Answer;
  }

  /** The id of what a command made or changed. */
  async id(who: Member, name: string, input: object): Promise<string> {
    const { it, problems } = await this.answer(who, name, input);
    if (!it || problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
    return it.id;
  }

  label(name: string): Promise<string> {
    return this.id(this.cast.cmo, 'defineLabel', { name, colour: '#1a7f37' });
  }

  field(name: string, input: object): Promise<string> {
    return this.id(this.cast.manager, 'defineCustomField', { name, ...input });
  }

  /** The answer of the only root field of a query. @throws for a top-level error */
  async query<Shape>(
    source: string,
    variables: Record<string, unknown> = {},
    who: Member = this.cast.manager,
  ): Promise<Shape> {
    const { data, errors } = await this.api.run(source, who, { variables });
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as Shape;
  }
}
