import { neededRight } from '#libs/api-kit';
import { getNamedType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';

type Field = GraphQLField<unknown, unknown>;

const isNode = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** What the query of one such object needs, e.g. `roadmap.read` for a RoadmapItem; undefined where there is no such query. */
const rightOfNode = (schema: GraphQLSchema, { name }: GraphQLObjectType): string | undefined => {
  const found = Object.values(schema.getQueryType()?.getFields() ?? {}).find(({ type }) => String(type) === name);
  return found && neededRight(found);
};

/** A right of the same kind of thing: `people.read` of whoever lists people. */
const isCovered = (schema: GraphQLSchema, field: Field, to: GraphQLObjectType, has: string | undefined): boolean => {
  const own = rightOfNode(schema, to);
  const asked = neededRight(field) ?? has;
  if (own === undefined) return neededRight(field) !== undefined;
  return asked === own;
};

/**
 * Ways from a query to objects of another kind, e.g. from the roadmap to a risk review, on which nobody is asked for the right to that
 * kind. Other kinds are not walked on: how they lead on is their own context's to say.
 */
export function openWays(schema: GraphQLSchema, query: Field): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const has = neededRight(query);
  const walk = (type: GraphQLObjectType): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of Object.values(type.getFields()) as Field[]) {
      const to = getNamedType(field.type);
      if (!isObjectType(to)) continue;
      if (isNode(to) && !isCovered(schema, field, to, has)) found.push(`${type.name}.${field.name}: ${to.name}`);
      if (!isNode(to) || rightOfNode(schema, to) === has) walk(to);
    }
  };
  const root = getNamedType(query.type);
  if (isObjectType(root)) walk(root);
  return found;
}
