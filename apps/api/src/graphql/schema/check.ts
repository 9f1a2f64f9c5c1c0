import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLNamedType,
  GraphQLOneOfDirective,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  lexicographicSortSchema,
} from 'graphql';

// In the specification since 2025: tools that are older know it only from the file.
const oneOf = `"""${GraphQLOneOfDirective.description}"""\ndirective @oneOf on INPUT_OBJECT\n\n`;

/** The schema as it is committed: sorted, with descriptions and directives. */
export const printSorted = (schema: GraphQLSchema): string => {
  const printed = `${printSchemaWithDirectives(lexicographicSortSchema(schema)).trim()}\n`;
  return printed.includes(' @oneOf') ? `${oneOf}${printed}` : printed;
};

/** Something a client can see and read about. `coordinate` as in `Request.brief(revision:)`. */
interface Element {
  readonly coordinate: string;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

const elementsOf = (schema: GraphQLSchema): Element[] => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [
    ...directives.flatMap((directive) => [
      { ...described(directive), coordinate: `@${directive.name}` },
      ...args(`@${directive.name}`, directive.args),
    ]),
    // The three root types say nothing that their fields don't.
    ...types.flatMap((type) => [
      ...(roots.includes(type as never) ? [] : [{ ...described(type), coordinate: type.name }]),
      ...membersOf(type),
    ]),
  ];
};

const described = ({ description }: { description?: string | null | undefined }) => ({ description });

const membersOf = (type: GraphQLNamedType): Element[] => {
  if (isEnumType(type))
    return type.getValues().map((value) => ({ ...value, coordinate: `${type.name}.${value.name}` }));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => ({ ...field, coordinate: `${type.name}.${field.name}` }));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const coordinate = `${type.name}.${field.name}`;
    return [{ ...field, coordinate }, ...args(coordinate, field.args)];
  });
};

const args = (owner: string, list: readonly GraphQLArgument[]): Element[] =>
  list.map((arg) => ({ ...arg, coordinate: `${owner}(${arg.name}:)` }));

/** Every type, field, argument, value and directive must say what it is. */
export const undescribed = (schema: GraphQLSchema): string[] =>
  elementsOf(schema)
    .filter(({ description }) => !description?.trim())
    .map(({ coordinate }) => `${coordinate} has no description.`);

/** A deprecation tells what to use instead and until when it stays, e.g. `Use status instead. Removed on 2027-03-31.` */
export const unclearDeprecations = (schema: GraphQLSchema): string[] =>
  elementsOf(schema)
    .filter(
      ({ deprecationReason }) =>
        deprecationReason != null && !/\bUse \S+.*\b20\d\d-\d\d-\d\d\b/s.test(deprecationReason),
    )
    .map(({ coordinate }) => `${coordinate} is deprecated without "Use … instead. Removed on YYYY-MM-DD."`);

/** What clients of the committed schema would trip over. */
export const breaks = (committed: string, schema: GraphQLSchema): string[] =>
  findBreakingChanges(buildSchema(committed), schema).map(({ description }) => `Breaks clients: ${description}`);

export interface SchemaFiles {
  /** What apps/api/schema.graphql holds now; null when it is not there. */
  readonly written: string | null;
  /** What was committed last; null when nothing was. */
  readonly committed: string | null;
}

/** Everything wrong with a schema and its file; empty when all is well. */
export const faultsOf = (schema: GraphQLSchema, { written, committed }: SchemaFiles): string[] => [
  ...(written === printSorted(schema)
    ? []
    : ['apps/api/schema.graphql is not what the code says: run npm run schema and read the diff.']),
  ...undescribed(schema),
  ...unclearDeprecations(schema),
  ...(committed === null ? [] : breaks(committed, schema)),
];
