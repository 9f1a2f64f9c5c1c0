import { randomUUID } from 'node:crypto';
import type { ApiContext } from '#libs/api-kit';
import { authenticator, type DemoAccess } from '#libs/people';
import { graphql, type GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';

interface Payload {
  readonly request: { readonly id: string } | null;
  readonly questionId?: string;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Calls the API's own mutations as the people of the demo, inside this process: what the demo shows was done as anybody would do it. */
export class DemoCaller {
  constructor(
    private readonly service: Service,
    private readonly schema: GraphQLSchema,
    private readonly people: readonly DemoAccess[],
  ) {}

  async query<T>(source: string): Promise<T> {
    return this.run<T>('CMO', source, {});
  }

  /** @throws when the command was refused: the demo's own steps never are */
  async command(title: string, name: string, input: object, key: string): Promise<Payload> {
    const isNew = name === 'createRequest';
    const made = name === 'askQuestion' ? 'questionId' : '';
    const source = `mutation ($input: ${capitalised(name)}Input!, $key: String) {
      ${name}(input: $input, ${isNew ? '' : 'expect: { latest: true }, '}idempotencyKey: $key) {
        request { id } ${made} problems { code message } } }`;
    const answer = await this.run<Record<string, Payload>>(title, source, { input, key: `demo/${key}/${name}` });
    const payload = answer[name]!;
    const [problem] = payload.problems;
    if (problem) throw new Error(`The demo's ${name} (${key}) was refused: ${problem.code} ${problem.message}`);
    return payload;
  }

  personId(title: string): string {
    return this.person(title).person.personId;
  }

  private person(title: string): DemoAccess {
    const found = this.people.find((person) => person.title === title);
    if (!found) throw new Error(`The demo has no ${title}.`);
    return found;
  }

  private async run<T>(title: string, source: string, variableValues: Record<string, unknown>): Promise<T> {
    const viewer = await authenticator(this.service.pool)(this.person(title).token, {});
    const contextValue: ApiContext = {
      viewer,
      requestId: randomUUID(),
      logEpoch: this.service.horizon.current().epoch,
      loaders: new Map(),
    };
    const { data, errors } = await graphql({ schema: this.schema, source, variableValues, contextValue });
    if (errors?.[0]) throw errors[0];
    return data as T;
  }
}
