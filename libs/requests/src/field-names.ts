import { type GraphQLResolveInfo, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';

/** Names of all fields asked for below this one, however deep, fragments opened; also of those that a directive may leave out. */
export function fieldNames({ fieldNodes, fragments }: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>();
  const seen = new Set<SelectionSetNode | undefined>([undefined]);
  const open = fieldNodes.map(({ selectionSet }) => selectionSet);
  const visit = (node: SelectionNode): void => {
    if (node.kind === Kind.FIELD) names.add(node.name.value);
    open.push(node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value]?.selectionSet : node.selectionSet);
  };
  while (open.length > 0) {
    const set = open.pop();
    if (seen.has(set)) continue;
    seen.add(set);
    set?.selections.forEach(visit);
  }
  return names;
}
