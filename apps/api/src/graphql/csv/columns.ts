import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A document as far as its columns are a matter of it. */
export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

interface Selected {
  readonly node: FieldNode;
  readonly on: GraphQLNamedType;
}

export const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

export const fieldOf = (on: GraphQLNamedType, { name }: FieldNode): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(on) || isInterfaceType(on) ? on.getFields()[name.value] : undefined;

/** The fields of a selection in its order, fragments opened. */
export function selectedIn(selecting: Selecting, set: SelectionSetNode, on: GraphQLNamedType): Selected[] {
  return set.selections.flatMap((node) => selected(selecting, node, on));
}

function selected(selecting: Selecting, node: SelectionNode, on: GraphQLNamedType): Selected[] {
  if (node.kind === Kind.FIELD) return [{ node, on }];
  const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : selecting.fragments.get(node.name.value);
  if (!fragment) return [];
  const condition = fragment.typeCondition?.name.value;
  const type = condition === undefined ? on : (selecting.schema.getType(condition) ?? on);
  return selectedIn(selecting, fragment.selectionSet, type);
}

/**
 * Paths of response keys to what becomes a cell: a plain value, or a list, which is one cell however much it holds. Objects are opened.
 * In the order of the selection; a path that is selected twice is one column.
 */
export function columnsOf(selecting: Selecting, set: SelectionSetNode, on: GraphQLNamedType): string[][] {
  const found = new Map<string, string[]>();
  const visit = (inner: SelectionSetNode, type: GraphQLNamedType, above: readonly string[]): void => {
    for (const { node, on: parent } of selectedIn(selecting, inner, type)) {
      const path = [...above, keyOf(node)];
      const field = fieldOf(parent, node);
      const isCell = !field || isLeafType(getNamedType(field.type)) || isListType(getNullableType(field.type));
      if (isCell || !node.selectionSet) found.set(path.join('.'), path);
      else visit(node.selectionSet, getNamedType(field.type), path);
    }
  };
  visit(set, on, []);
  return [...found.values()];
}
