import { getNamedType, isNonNullType, isObjectType, parse, print, printSchema, visit } from 'graphql';
import type { ConstDirectiveNode, FieldDefinitionNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { neededRight, needsDirective } from './needs.js';

const rootTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => !!type);

/** Root fields without a declared right, e.g. `Query.things`: there must be none. */
export const undeclaredFields = (schema: GraphQLSchema): string[] =>
  rootTypes(schema).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => neededRight(field) === undefined)
      .map((field) => `${type.name}.${field.name}`),
  );

/** Every right the schema names and the fields that need it, for comparing with the matrix of rights. */
export function rightsOf(schema: GraphQLSchema): Map<string, string[]> {
  const rights = new Map<string, string[]>();
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const right = neededRight(field);
      if (right !== undefined) rights.set(right, [...(rights.get(right) ?? []), `${type.name}.${field.name}`]);
    }
  }
  return rights;
}

/** What is wrong with the shape of mutations, one sentence each: a refusal can be answered only by a payload that may lack its object. */
export function payloadFaults(schema: GraphQLSchema): string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) => {
    const payload = getNamedType(field.type);
    if (!isObjectType(payload)) return [`Mutation.${field.name} does not return a payload.`];
    const fields = payload.getFields();
    const missing = ['position', 'replayed', 'problems'].filter((name) => !fields[name]);
    const rigid = Object.values(fields).filter(
      ({ name, type }) => isNonNullType(type) && name !== 'replayed' && name !== 'problems',
    );
    return [
      ...missing.map((name) => `${payload.name} has no ${name}.`),
      ...rigid.map(({ name }) => `${payload.name}.${name} must be nullable.`),
    ];
  });
}

/** Fields that stand behind a right and are not nullable, e.g. `Person.email`: a denied one would take its whole object along. */
export function rigidGuardedFields(schema: GraphQLSchema): string[] {
  const roots = new Set(rootTypes(schema));
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || roots.has(type)) return [];
    const guarded = Object.values(type.getFields()).filter((field) => neededRight(field) !== undefined);
    return guarded.filter((field) => isNonNullType(field.type)).map((field) => `${type.name}.${field.name}`);
  });
}

/** The schema as text with the rights in it, which graphql's own printer leaves out. Sorted if the schema is. */
export function printSdl(schema: GraphQLSchema): string {
  const document = parse(printSchema(schema));
  const types = schema.getTypeMap();
  let parent = '';
  const printed = visit(document, {
    ObjectTypeDefinition: { enter: ({ name }) => void (parent = name.value), leave: () => void (parent = '') },
    FieldDefinition: (node) => withNeeds(node, types[parent]),
  });
  return `${print(printed)}\n`;
}

function withNeeds(node: FieldDefinitionNode, parent: unknown): FieldDefinitionNode | undefined {
  const declared = isObjectType(parent) ? parent.getFields()[node.name.value]?.astNode?.directives : undefined;
  const needs = declared?.filter(({ name }: ConstDirectiveNode) => name.value === needsDirective.name) ?? [];
  return needs.length > 0 ? { ...node, directives: [...(node.directives ?? []), ...needs] } : undefined;
}
