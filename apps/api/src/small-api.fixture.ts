import { ApiKitModule, Connection, Needs, type Page, secureSchema, type Viewer } from '#libs/api-kit';
import { Metrics, openLog } from '#libs/platform';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, Field, Int, Mutation, ObjectType, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ExplorerModule } from './explorer/explorer.module.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import type { ModuleLike } from './graphql/schema/build.js';
import { HealthModule } from './health/health.module.js';
import { ApiAdapter } from './http/api-adapter.js';
import { API_PARTS, type ApiOptions, type ApiParts, defaultOptions } from './parts.js';

export const goodToken = 'twl_good';
export const revocableToken = 'twl_revocable';

/** What the fixture's resolvers and sources did. */
export class Seen {
  /** Sources opened and not yet let go of. */
  openSources = 0;
  /** Times a resolver waited at `slow`. */
  waiting: (() => void)[] = [];
  executed = 0;
  revoked = new Set<string>();
  lines: string[] = [];
  /** How long the list of words is, and from which of them on it fails, or waits until it is told to go on. */
  words: { total: number; failsFrom?: number; waitsFrom?: number } = { total: 7 };
}

const viewer = (tokenId: string): Viewer => ({
  personId: '44444444-4444-4444-8444-444444444444',
  workspaceId: '55555555-5555-4555-8555-555555555555',
  tokenId,
  roles: [{ role: 'MEMBER', teamId: null }],
});

export const member = viewer('id of a member');

@ObjectType({ description: 'A thing.' })
class Thing {
  @Field(() => Int, { description: 'Its number, e.g. `1`.' })
  number: number;
}

@ObjectType({ description: 'A word and what is known of it.' })
class Word {
  @Field(() => Int, { description: 'Its number, e.g. `1`.' })
  number: number;

  @Field(() => String, { nullable: true, description: 'The word, e.g. `=1+1`.' })
  text: string | null;

  @Field(() => Boolean, { description: 'Whether its number is even.' })
  even: boolean;

  @Field(() => Thing, { nullable: true, description: 'A thing it is about.' })
  about: Thing | null;

  @Field(() => [String], { description: 'Other words for it.' })
  synonyms: string[];

  @Field(() => [Thing], { description: 'Things it may be about.' })
  things: Thing[];
}

@ObjectType({ description: 'Words, page by page.' })
class WordConnection extends Connection('Word', () => Word) {}

@ObjectType({ description: 'Where words are.' })
class Shelf {
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => WordConnection, { description: 'Its words.' })
  words: Page<Word>;

  @Field(() => [Thing], { nullable: true, description: 'Its things; null when it has none.' })
  things: Thing[] | null;
}

/** Words that hurt whoever writes them carelessly. */
export const WORDS = ['plain', '=1+1', '"quoted", with; all', 'two\r\nlines', "'=kept", '-5', ' blank ', '', null];

const wordAt = (number: number): Word => ({
  number,
  text: WORDS[number % WORDS.length] ?? null,
  even: number % 2 === 0,
  about: number % 3 === 0 ? null : { number: -number },
  synonyms: number % 2 === 0 ? [] : ['a', '=b,"c"'],
  things: [{ number }],
});

const wordsOf = (
  { words: { total, failsFrom = Number.POSITIVE_INFINITY } }: Seen,
  first: number,
  after: string | null,
): Page<Word> => {
  const begin = after === null ? 0 : Number(after) + 1;
  const end = Math.min(total, begin + first);
  if (end > failsFrom) throw new Error('connect ECONNREFUSED db.internal:5432');
  const nodes = Array.from({ length: end - begin }, (_, index) => wordAt(begin + index));
  const edges = nodes.map((node) => ({ node, cursor: String(node.number) }));
  const pageInfo = {
    hasNextPage: end < total,
    hasPreviousPage: begin > 0,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { nodes, edges, pageInfo, totalCount: Promise.resolve(total) };
};

@Resolver(() => Thing)
class SmallResolver {
  constructor(private readonly seen: Seen) {}

  @Query(() => String, { description: 'A greeting, e.g. `hello`.' })
  @Needs.signedIn()
  greeting(
    @Args('name', { type: () => String, nullable: true, description: 'Whom to greet.' }) name: string | null,
  ): string {
    this.seen.executed += 1;
    return name ?? 'hello';
  }

  @Query(() => [Thing], { description: 'The first things.' })
  @Needs.signedIn()
  things(@Args('first', { type: () => Int, description: 'How many, e.g. `50`.' }) first: number): Thing[] {
    this.seen.executed += 1;
    return Array.from({ length: Math.min(first, 3) }, (_, number) => ({ number }));
  }

  @Query(() => String, { nullable: true, description: 'Fails as a bug does.' })
  @Needs.signedIn()
  broken(): string {
    throw new Error('select secret from table_of_secrets at db.internal:5432');
  }

  @Query(() => String, { nullable: true, description: 'Fails as a statement does whose connection was lost.' })
  @Needs.signedIn()
  lost(): string {
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
  }

  @Query(() => String, { description: 'Answers when told to.' })
  @Needs.signedIn()
  slow(): Promise<string> {
    return new Promise((resolve) => this.seen.waiting.push(() => resolve('done')));
  }

  @Query(() => WordConnection, { description: 'Words, page by page.' })
  @Needs.signedIn()
  words(
    @Args('first', { type: () => Int, nullable: true, description: 'How many.' }) first: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'After which.' }) after: string | null,
    @Args('last', { type: () => Int, nullable: true, description: 'How many from the end.' }) _last: number | null,
  ): Page<Word> | Promise<Page<Word>> {
    this.seen.executed += 1;
    const page = (): Page<Word> => wordsOf(this.seen, first ?? 50, after);
    const { waitsFrom = Number.POSITIVE_INFINITY } = this.seen.words;
    if (Number(after ?? 0) < waitsFrom) return page();
    return new Promise((resolve) => this.seen.waiting.push(() => resolve(page())));
  }

  @Query(() => Shelf, { nullable: true, description: 'The only shelf; null for an empty name.' })
  @Needs.signedIn()
  shelf(@Args('name', { type: () => String, description: 'Its name.' }) name: string): Shelf | null {
    return name === '' ? null : { name, words: wordsOf(this.seen, 50, null), things: [{ number: 1 }, { number: 2 }] };
  }

  @Mutation(() => Int, { description: 'Counts.' })
  @Needs.signedIn()
  count(): number {
    this.seen.executed += 1;
    return this.seen.executed;
  }

  @ResolveField(() => [Thing], { description: 'Things below it.' })
  things2(@Args('first', { type: () => Int, description: 'How many.' }) first: number): Thing[] {
    return Array.from({ length: Math.min(first, 3) }, (_, number) => ({ number }));
  }

  @Subscription(() => Int, {
    description: 'Numbers up to a limit; then it ends, or stays silent.',
    resolve: (value: number) => value,
  })
  @Needs.signedIn()
  numbers(
    @Args('upTo', { type: () => Int, description: 'The last number.' }) upTo: number,
    @Args('thenWait', { type: () => Boolean, defaultValue: false, description: 'Stay open without a word.' })
    thenWait: boolean,
  ): AsyncIterableIterator<number> {
    return counting(upTo, thenWait, this.seen);
  }

  @Subscription(() => Int, { description: 'Fails after one number.', resolve: failingResolve })
  @Needs.signedIn()
  failing(): AsyncIterableIterator<number> {
    return counting(2, false, this.seen);
  }
}

function failingResolve(value: number): number {
  if (value > 1) throw new Error('connect ECONNREFUSED db.internal:5432');
  return value;
}

const counting = (upTo: number, thenWait: boolean, seen: Seen): AsyncIterableIterator<number> => {
  seen.openSources += 1;
  let next = 1;
  let open = true;
  const close = () => {
    if (open) seen.openSources -= 1;
    open = false;
    return Promise.resolve({ done: true as const, value: undefined });
  };
  return {
    next: () => {
      if (next <= upTo) return Promise.resolve({ done: false, value: next++ });
      return thenWait && open ? new Promise(() => undefined) : close();
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

@Global()
@Module({})
class PartsModule {
  static with(parts: ApiParts, seen: Seen): DynamicModule {
    const providers = [
      { provide: API_PARTS, useValue: parts },
      { provide: Seen, useValue: seen },
    ];
    return { module: PartsModule, providers, exports: [API_PARTS, Seen] };
  }
}

@Module({})
class SmallApi {
  static with(parts: ApiParts, seen: Seen): DynamicModule {
    return {
      module: SmallApi,
      imports: [PartsModule.with(parts, seen), ApiKitModule, GraphqlModule, HealthModule, ExplorerModule],
      providers: [SmallResolver],
    };
  }
}

/** Rights of the fixture: whoever has a token may do everything. */
export const secureSmallApi = (schema: GraphQLSchema): GraphQLSchema => secureSchema(schema, { grantOf: () => 'all' });

/** The modules whose resolvers make the fixture's schema. */
export const smallApiModules = (): ModuleLike[] => [ApiKitModule, { module: SmallApi, providers: [SmallResolver] }];

export interface SmallApiHandle {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly seen: Seen;
  /** POST of one operation with the good token; `init` overrides. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface SmallApiOptions {
  readonly options?: Partial<ApiOptions>;
  readonly parts?: Partial<ApiParts>;
  readonly bodyLimitBytes?: number;
}

/** The transports around a handful of resolvers, on a free port. */
export const startSmallApi = async (given: SmallApiOptions = {}): Promise<SmallApiHandle> => {
  const seen = new Seen();
  const log = openLog({ name: 'api', level: 'debug', destination: { write: (line) => void seen.lines.push(line) } });
  const parts: ApiParts = {
    options: { ...defaultOptions, drainMs: 300, ...given.options },
    authenticate: (token) =>
      Promise.resolve(
        [goodToken, revocableToken].includes(token) && !seen.revoked.has(token) ? viewer(`id of ${token}`) : null,
      ),
    logEpoch: () => 'e1',
    secureSchema: secureSmallApi,
    probes: { database: () => Promise.resolve() },
    metrics: new Metrics(),
    log,
    ...given.parts,
  };
  const adapter = new ApiAdapter({ bodyLimitBytes: given.bodyLimitBytes ?? 64 * 1024, log });
  const app = await NestFactory.create<NestFastifyApplication>(SmallApi.with(parts, seen), adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    app,
    url,
    seen,
    post: (body, headers = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${goodToken}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
};
