import { Directive } from '@nestjs/graphql';
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  valueFromASTUntyped,
} from 'graphql';
import { type EpochPosition, LogPosition } from './scalars.js';
import type { FieldResolver, SchemaField, SecuredField } from './secured-field.js';

/**
 * Resolves once what the named consumers write can be read up to this position (none: what is written with the events themselves),
 * and rejects with a Refusal for a position of another epoch or ahead of the log, and when the wait would be too long.
 */
export type Reach = (position: EpochPosition, consumers: readonly string[]) => Promise<void>;

const NAME = /^[a-z][a-z0-9-]*$/;

export const readsFromDirective = new GraphQLDirective({
  name: 'readsFrom',
  description:
    'The field answers from rows that these consumers of the log write a moment after the events; `minPosition` waits for them.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    consumers: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
      description: 'Their names as `processes` shows them.',
    },
  },
});

/** Declares of a query that it reads what consumers write: its `minPosition` waits for them. */
export function ReadsFrom(...consumers: readonly string[]): MethodDecorator & PropertyDecorator {
  const wrong = consumers.find((name) => !NAME.test(name));
  if (wrong !== undefined) throw new Error(`Not the name of a consumer: ${wrong}`);
  return Directive(`@readsFrom(consumers: ${JSON.stringify(consumers)})`);
}

/** The consumers whose rows a field reads. */
export function readsFrom({ astNode }: SchemaField): readonly string[] {
  const directive = astNode?.directives?.find(({ name }) => name.value === readsFromDirective.name);
  const value = directive?.arguments?.find(({ name }) => name.value === 'consumers')?.value;
  return value ? (valueFromASTUntyped(value) as string[]) : [];
}

/** Every query takes `minPosition`, whatever its resolver declares. */
export function addMinPosition(field: SchemaField): void {
  // Relay's compiler takes `node(id:)` for its own only without a further argument; it reads what is written with the events anyway.
  if (field.name === 'node' || field.args.some(({ name }) => name === 'minPosition')) return;
  const argument = {
    name: 'minPosition',
    description:
      'Read your writes: the `position` of a mutation, e.g. `ZTEuNDI`; the answer holds everything up to there. INVALID_POSITION for one ' +
      'of another epoch or ahead of the log, POSITION_NOT_REACHED (retryable) when it takes too long.',
    type: LogPosition,
    defaultValue: undefined,
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
  Object.assign(field, { args: [...field.args, argument] });
}

/** The resolver of a query, called once the position is reached; without one called at once, in the same turn. */
export function readingYourWrites({ field, security }: SecuredField, inner: FieldResolver): FieldResolver {
  const consumers = readsFrom(field);
  return (source, { minPosition, ...args }, context, info) => {
    if (minPosition == null) return inner(source, args, context, info);
    if (!security.reach) throw new Error(`Nobody was given to wait for the minPosition of ${field.name}.`);
    return security.reach(minPosition as EpochPosition, consumers).then(() => inner(source, args, context, info));
  };
}
