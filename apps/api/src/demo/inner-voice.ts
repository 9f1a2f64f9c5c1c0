import { randomUUID } from 'node:crypto';
import type { ApiContext } from '#libs/api-kit';
import { authenticator, type DemoAccess } from '#libs/people';
import { graphql, type GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';
import type { Asking, Voice } from './voice.js';

/** Calls the API's own operations as the people of a demo, inside this process: what the demo shows was done as anybody would do it. */
export class InnerVoice implements Voice {
  constructor(
    private readonly service: Service,
    private readonly schema: GraphQLSchema,
    private readonly people: readonly DemoAccess[],
    /** Once aborted, nothing more is asked. */
    private readonly signal?: AbortSignal,
  ) {}

  person(title: string): DemoAccess {
    const found = this.people.find((person) => person.title === title);
    if (!found) throw new Error(`The demo has no ${title}.`);
    return found;
  }

  /** All of the operation's answer. */
  async run<T>(source: string, { as, variables = {} }: Asking): Promise<T> {
    this.signal?.throwIfAborted();
    const viewer = await authenticator(this.service.pool)(this.person(as).token, {});
    const contextValue: ApiContext = {
      viewer,
      requestId: randomUUID(),
      logEpoch: this.service.horizon.current().epoch,
      loaders: new Map(),
    };
    const { data, errors } = await graphql({ schema: this.schema, source, variableValues: variables, contextValue });
    if (errors?.[0]) throw errors[0];
    return data as T;
  }

  async answer<Shape>(document: string, asking: Asking): Promise<Shape> {
    const data = await this.run<Record<string, Shape>>(document, asking);
    return Object.values(data)[0]!;
  }
}
