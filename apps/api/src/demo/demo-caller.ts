import { randomUUID } from 'node:crypto';
import type { ApiContext } from '#libs/api-kit';
import { authenticator, type DemoAccess } from '#libs/people';
import { graphql, type GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';

interface Refusable {
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

interface Payload extends Refusable {
  readonly request: { readonly id: string } | null;
  readonly questionId?: string;
}

interface Step {
  readonly input: object;
  /** Of its own for every step. */
  readonly key: string;
  /** What of the payload is asked for, beside its problems. */
  readonly fields: string;
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

  /** A command on a request. @throws when it was refused: the demo's own steps never are */
  command(title: string, name: string, input: object, key: string): Promise<Payload> {
    const made = name === 'askQuestion' ? 'questionId' : '';
    return this.give<Payload>(title, name, { input, key, fields: `request { id } ${made}` });
  }

  /**
   * A command whose payload shows some fields. A step that was taken on another day is done, though its dates were others.
   * @throws when it was refused
   */
  async give<T extends Refusable>(title: string, name: string, { input, key, fields }: Step): Promise<T> {
    const expect = name === 'createRequest' ? '' : 'expect: { latest: true }, ';
    const source = `mutation ($input: ${capitalised(name)}Input!, $key: String) {
      ${name}(input: $input, ${expect}idempotencyKey: $key) { ${fields} problems { code message } } }`;
    const answer = await this.run<Record<string, T>>(title, source, { input, key: `demo/${key}/${name}` });
    const payload = answer[name]!;
    const problem = payload.problems.find(({ code }) => code !== 'IDEMPOTENCY_KEY_REUSED');
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
