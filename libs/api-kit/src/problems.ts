import { Field, InterfaceType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Refusal, RefusalCategory } from '#libs/event-log';
import { Json } from './scalars.js';

/** The categories as a GraphQL enum; the type keeps it equal to the kernel's. */
export const ProblemCategory: { readonly [Category in RefusalCategory]: Category } = {
  VALIDATION: 'VALIDATION',
  STATE: 'STATE',
  CONFLICT: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  LIMIT: 'LIMIT',
  PRECONDITION: 'PRECONDITION',
};

registerEnumType(ProblemCategory, {
  name: 'ProblemCategory',
  description:
    'What kind of "no" it is: whether to correct the input, to wait, to ask somebody, or to read again and decide anew.',
  valuesMap: {
    VALIDATION: { description: 'The input can never be right, whatever the state.' },
    STATE: { description: 'The object is in a state in which this is not possible.' },
    CONFLICT: { description: 'Somebody was faster, or a key was used twice: read again and decide anew.' },
    FORBIDDEN: { description: 'The roles of the caller do not carry this.' },
    NOT_FOUND: { description: 'The object is not there, or not for this caller.' },
    LIMIT: { description: 'More than there is, or than is allowed at once.' },
    PRECONDITION: { description: 'Something else has to happen first.' },
  },
});

@InterfaceType({ description: 'Why a command was not carried out. Nothing was stored.' })
export abstract class Problem {
  @Field(() => String, { description: 'Stable name of the reason, e.g. `INVALID_STATE`; safe to branch on.' })
  code: string;

  @Field(() => ProblemCategory, { description: 'What kind of "no" it is.' })
  category: RefusalCategory;

  @Field(() => String, { description: 'The reason in one English sentence, fit to be shown to a person.' })
  message: string;

  @Field(() => [String], {
    description: 'Where in the input it is, e.g. `["input", "brief", "title"]`; empty: the whole command.',
  })
  path: string[];

  @Field(() => Boolean, { description: 'True when the same command may succeed later without being changed.' })
  retryable: boolean;
}

@ObjectType({ implements: () => Problem, description: 'Any reason that has no type of its own; `code` tells which.' })
export class BusinessProblem extends Problem {
  @Field(() => Json, {
    description: 'The figures behind the reason, e.g. `{"available": 120, "requested": 300}` (minutes).',
  })
  details: object;
}

@ObjectType({ implements: () => Problem, description: 'The version the caller named is no longer the current one.' })
export class StaleVersionProblem extends Problem {
  @Field(() => Int, { description: 'The version the caller expected, e.g. `3`.' })
  expected: number;

  @Field(() => Int, { description: 'The version the object has by now, e.g. `5`.' })
  actual: number;

  /** Not a field: the object is looked up by it when `current` is asked for. */
  streamId: string;
}

@ObjectType({ implements: () => Problem, description: 'Not possible in the state the object is in.' })
export class InvalidStateProblem extends Problem {
  @Field(() => String, { description: 'The state it is in, e.g. `DRAFT`.' })
  state: string;

  @Field(() => [String], { description: 'The states in which it is possible.' })
  allowed: readonly string[];
}

@ObjectType({
  implements: () => Problem,
  description: 'The roles of the caller do not carry this command, or not on this object.',
})
export class ForbiddenProblem extends Problem {
  @Field(() => String, { description: 'The right that is missing, e.g. `object.change`.' })
  right: string;
}

@ObjectType({
  implements: () => Problem,
  description: 'The object is not there, or not for this caller: both sound the same.',
})
export class NotFoundProblem extends Problem {
  @Field(() => String, { description: 'What was looked for, in words.' })
  what: string;
}

@ObjectType({ implements: () => Problem, description: 'The input can never be right; `path` tells where.' })
export class ValidationProblem extends Problem {}

@ObjectType({ implements: () => Problem, description: 'The same idempotency key came before with another input.' })
export class IdempotencyKeyReusedProblem extends Problem {}

/** A class with `@ObjectType({ implements: () => Problem })`; its fields are filled from the refusal's details by name. */
export type ProblemType = new () => Problem;

const types = new Map<string, ProblemType>();

/** Gives refusals with this code a type of their own. Called beside the class, once for a code. */
export function registerProblem(code: string, type: ProblemType): void {
  const known = types.get(code);
  if (known && known !== type) throw new Error(`Two problem types for ${code}: ${known.name} and ${type.name}.`);
  types.set(code, type);
}

registerProblem('CONCURRENCY_CONFLICT', StaleVersionProblem);
registerProblem('INVALID_STATE', InvalidStateProblem);
registerProblem('FORBIDDEN', ForbiddenProblem);
registerProblem('NOT_FOUND', NotFoundProblem);
registerProblem('VALIDATION_FAILED', ValidationProblem);
registerProblem('IDEMPOTENCY_KEY_REUSED', IdempotencyKeyReusedProblem);

/** Every problem type: they are reached only through the interface, so the schema must be told of them. */
export const problemTypes = (): ProblemType[] => [...new Set<ProblemType>([BusinessProblem, ...types.values()])];

function typeOf(refusal: Refusal): ProblemType {
  const own = types.get(refusal.code);
  return own ?? (refusal.category === 'VALIDATION' ? ValidationProblem : BusinessProblem);
}

/** The refusal as data for the caller. */
export function problemOf(refusal: Refusal): Problem {
  const { code, category, message, details, path, retryable } = refusal;
  const type = typeOf(refusal);
  const own = type === BusinessProblem ? { details } : details;
  return Object.assign(new type(), own, { code, category, message, path: [...(path ?? [])], retryable });
}
