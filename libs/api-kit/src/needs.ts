import { Directive } from '@nestjs/graphql';
import { DirectiveLocation, GraphQLDirective, GraphQLNonNull, GraphQLString, Kind, valueFromASTUntyped } from 'graphql';
import type { GraphQLField } from 'graphql';

/** Rights that are no rights: open to all, and open to whoever has a valid token. */
export const ANYONE = 'anyone';
export const SIGNED_IN = 'signed-in';

const RIGHT = /^[a-z][A-Za-z-]*(\.[a-z][A-Za-z-]*)*$/;

export const needsDirective = new GraphQLDirective({
  name: 'needs',
  description:
    'The right a caller must hold. `signed-in`: any valid token; `anyone`: no token either. A field without it is as open as the object it is on.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { right: { type: new GraphQLNonNull(GraphQLString), description: 'Name of the right, e.g. `object.change`.' } },
});

function needs(right: string): MethodDecorator & PropertyDecorator {
  if (!RIGHT.test(right)) throw new Error(`Not the name of a right: ${right}`);
  return Directive(`@needs(right: "${right}")`);
}

/** Declares the right of a query, mutation, subscription or sensitive field; the schema transform enforces it. */
export const Needs = Object.assign(needs, {
  /** Open to everybody, even without a token. */
  anyone: () => needs(ANYONE),
  /** Open to every valid token: what is seen is decided further in. */
  signedIn: () => needs(SIGNED_IN),
});

/** The right that a field declares; undefined when it declares none. */
export function neededRight(field: GraphQLField<unknown, unknown>): string | undefined {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === needsDirective.name);
  const value = directive?.arguments?.find(({ name }) => name.value === 'right')?.value;
  return value?.kind === Kind.STRING ? String(valueFromASTUntyped(value)) : undefined;
}
