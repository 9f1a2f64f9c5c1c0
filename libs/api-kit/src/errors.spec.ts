import { runInNewContext } from 'node:vm';
import { ConflictException, ImATeapotException, UnauthorizedException } from '@nestjs/common';
import { GraphQLEnumType, GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';
import type { GraphQLFieldConfig } from 'graphql';
import { InvalidState, Unavailable } from '#libs/event-log';
import { ApiError, limitExceeded } from './api-errors.js';
import { formatError } from './errors.js';

const SECRET = 'select * from people.token -- db.internal:5432';

/** The error as an executor wraps it, formatted. */
async function answered(resolve: () => unknown, more: Partial<GraphQLFieldConfig<unknown, unknown>> = {}) {
  const query = new GraphQLObjectType({ name: 'Query', fields: { thing: { type: GraphQLString, resolve, ...more } } });
  const { errors } = await graphql({ schema: new GraphQLSchema({ query }), source: '{ thing }' });
  return formatError(errors?.[0], 'r-1');
}
const throwing = (error: unknown) => () => {
  throw error;
};

describe('errors as the caller sees them', () => {
  test.each([
    ['a bug', throwing(new Error(SECRET))],
    ['a bug inside of a GraphQL error', throwing(new GraphQLError(SECRET, { originalError: new Error(SECRET) }))],
    ['a GraphQL error nobody gave a code', throwing(new GraphQLError(SECRET))],
    ['something that is no error', throwing(SECRET)],
    ['a server exception of another kind', throwing(new ImATeapotException(SECRET))],
  ])('%s shows nothing but the request id and the field', async (_, resolve) => {
    const formatted = await answered(resolve);
    expect(JSON.stringify(formatted)).not.toMatch(/select|internal:|stack/);
    expect(formatted).toMatchObject({
      path: ['thing'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
    });
    expect(JSON.stringify(formatError(resolve, 'r-1'))).not.toContain('select');
  });

  test('a value of ours that fits no enum shows nothing either', async () => {
    const type = new GraphQLEnumType({ name: 'State', values: { OPEN: {} } });
    const formatted = await answered(() => SECRET, { type });
    expect(formatted.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(formatted.message).not.toContain('select');
  });

  test('refusals, limits and our own errors keep code, words and details', async () => {
    const details = { state: 'DRAFT', allowed: ['OPEN'] };
    expect((await answered(throwing(new InvalidState('DRAFT', ['OPEN'])))).extensions).toEqual({
      code: 'INVALID_STATE',
      category: 'STATE',
      details,
      path: [],
      retryable: false,
      requestId: 'r-1',
    });
    expect(await answered(throwing(limitExceeded('Too many.', 250)))).toMatchObject({
      message: 'Too many.',
      extensions: { code: 'LIMIT', limit: 250 },
    });
  });

  test('exceptions of the framework get the code of their status', async () => {
    expect((await answered(throwing(new UnauthorizedException()))).extensions?.['code']).toBe('UNAUTHENTICATED');
    expect((await answered(throwing(new ConflictException('taken')))).extensions?.['code']).toBe('CONFLICT');
  });

  test('a log that cannot answer now is SERVICE_UNAVAILABLE and may be tried again', async () => {
    const formatted = await answered(throwing(new Unavailable(SECRET, null)));
    expect(formatted.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(formatted.message).not.toContain('select');
  });

  test('so is a database that is gone, or that refuses for the moment', async () => {
    for (const code of ['ECONNREFUSED', '57P01', '40P01']) {
      const formatted = await answered(throwing(Object.assign(new Error(SECRET), { code })));
      expect(formatted.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
      expect(formatted.message).not.toContain('select');
    }
    // As of the sockets of Node under a test runner, or of a worker.
    const ofAnotherRealm = runInNewContext(`Object.assign(new Error('select'), { code: 'ECONNREFUSED' })`) as Error;
    expect((await answered(throwing(ofAnotherRealm))).extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    const broken = await answered(throwing(Object.assign(new Error(SECRET), { code: '42P01' })));
    expect(broken.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });

  test('the name a server puts over one of our codes does not win; its name for plain errors does', () => {
    const ours = new ApiError('INVALID_POSITION', 'No position.');
    const over = new GraphQLError(ours.message, {
      originalError: ours,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(formatError(over, 'r').extensions).toMatchObject({ code: 'INVALID_POSITION' });
    const plain = new GraphQLError('Cannot query field "x".', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['x'] },
    });
    expect(formatError(plain, 'r')).toEqual({
      message: plain.message,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'r' },
    });
    expect(formatError(new GraphQLError('Syntax Error'), 'r').extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});
