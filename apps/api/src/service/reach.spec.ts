import { readsFrom, secureSchema } from '#libs/api-kit';
import { InvalidPosition } from '#libs/event-log';
import { peopleSecurity } from '#libs/people';
import pg from 'pg';
import { apiModules } from '../app.module.js';
import { consumersOver } from '../contexts.js';
import { buildSchemaOf } from '../graphql/schema/build.js';
import { reachOf } from './reach.js';
import type { Service } from './service.js';

const at = { epoch: 'e1', position: 7 };

describe('reaching a position', () => {
  const asked: unknown[] = [];
  const service = (refusal?: Error): Parameters<typeof reachOf>[0] =>
    ({
      horizon: {
        check: (position: unknown) => (asked.push(position), refusal ? Promise.reject(refusal) : Promise.resolve()),
      },
      consumers: {
        waitFor: (key: { name: string; version?: number }, position: number) =>
          Promise.resolve(asked.push([key.name, key.version, position])),
      },
      definitions: [{ kind: 'projection', name: 'counts', version: 3, types: [], apply: () => Promise.resolve() }],
    }) as unknown as Pick<Service, 'horizon' | 'consumers' | 'definitions'>;
  beforeEach(() => void asked.splice(0));

  it('checks it against the log, then waits for the consumers of this program in their version', async () => {
    await reachOf(service())(at, ['counts']);
    expect(asked).toEqual([at, ['counts', 3, 7]]);
  });

  it('waits for nobody when the position is refused', async () => {
    await expect(reachOf(service(new InvalidPosition('AHEAD_OF_LOG')))(at, ['counts'])).rejects.toThrow(
      InvalidPosition,
    );
    expect(asked).toEqual([at]);
  });

  it('fails for a consumer that does not exist instead of answering too early', async () => {
    await expect(reachOf(service())(at, ['nobody'])).rejects.toThrow('nobody');
  });

  it('every query reads from consumers that the program runs', async () => {
    const pool = new pg.Pool();
    const schema = await buildSchemaOf(apiModules(pool), (built) => secureSchema(built, peopleSecurity));
    const named = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(readsFrom);
    expect(named).toContain('request-counts');
    const known = consumersOver(pool).map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
