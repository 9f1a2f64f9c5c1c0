import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Names of all fields asked for below this one, however deep, fragments opened; also of those that a directive may leave out. */
export function fieldNames({ fieldNodes, fragments }: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>();
  const opened = new Set<string>();
  const open: (SelectionSetNode | undefined)[] = fieldNodes.map(({ selectionSet }) => selectionSet);
  for (let set = open.pop(); set || open.length > 0; set = open.pop()) {
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) names.add(node.name.value);
      if (node.kind !== Kind.FRAGMENT_SPREAD) open.push(node.selectionSet);
      else if (!opened.has(node.name.value)) {
        opened.add(node.name.value);
        open.push(fragments[node.name.value]?.selectionSet);
      }
    }
  }
  return names;
}
